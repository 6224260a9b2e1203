/** `waggle dns`: the records that a name server has to publish for the tracker of a configuration. */
import { isIPv4, isIPv6, SocketAddress } from 'node:net'
import { Command, InvalidArgumentError } from 'commander'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { reachOf } from '../announce-addresses.ts'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { readEndpoint } from '../self-probe/published-endpoint.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'
import { denial, type ZoneRecord, zoneRecords } from './zone-records.ts'
import { zoneText } from './zone-text.ts'

type DnsOptions = OperationOptions & {
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
}

/** Writes an object on a line for each record with `--json`: its name, type and value. */
export function dnsCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('dns'))
    .description(
      'print the zone records to publish: addresses, and the ports of the tracker (BEP 34), those first that tracker.announce_urls names first',
    )
    .option(
      '--ipv4 <address>',
      'an address of this machine as the internet sees it; may be repeated',
      collectIpv4,
      [],
    )
    .option('--ipv6 <address>', 'the same, of IPv6', collectIpv6, [])
    .action((options: DnsOptions) => {
      const config = loadConfigOptions(options)
      const records = recordsOf(config, options)
      for (const doubt of doubtsOf(records)) io.err(`warning: ${doubt}\n`)
      io.out(options.json === true ? records.map(jsonLine).join('') : zoneText(records))
    })
}

/** Throws StartError where the configuration names no host. */
function recordsOf({ tracker, site }: Config, given: DnsOptions): ZoneRecord[] {
  const own = ownAddresses(tracker)
  const records = zoneRecords({
    endpoints: tracker.announceUrls.map((base) => readEndpoint(`${base}/announce`)),
    ipv4: given.ipv4.length > 0 ? given.ipv4 : own.filter(isIPv4),
    ipv6: given.ipv6.length > 0 ? given.ipv6 : own.filter(isIPv6),
    siteHost: URL.canParse(site.url) ? new URL(site.url).hostname : undefined,
  })
  if (records.length > 0) return records
  throw new StartError(
    'tracker.announce_urls names no host of the internet, and records are of names; write the addresses that clients are to use, such as tracker.announce_urls = ["udp://tracker.example:6969", "http://tracker.example:6969"]',
  )
}

const wildcards = new Set(['0.0.0.0', '::'])

/** What the tracker listens on, where that is no wildcard and the internet may know it. */
function ownAddresses({ udp, http, https }: Config['tracker']): string[] {
  const hosts = [...udp, ...http, ...https].map(({ host }) => host)
  return [...new Set(hosts)].filter((host) => !wildcards.has(host) && reachOf(host) === 'internet')
}

function doubtsOf(records: readonly ZoneRecord[]): string[] {
  const led = new Set(records.filter(isAddress).map(({ name }) => name))
  const nowhere = records
    .filter(({ name, value }) => !led.has(name) && value !== denial)
    .map(({ name }) => {
      const host = name.slice(0, -1)
      return `${host}: no address is known; give --ipv4 and --ipv6 as the internet sees this machine`
    })
  const inside = records
    .filter((record) => isAddress(record) && reachOf(record.value) !== 'internet')
    .map(({ value }) => `${value}: the internet cannot reach it; give the public address`)
  return [...nowhere, ...new Set(inside)]
}

function isAddress({ type }: ZoneRecord): boolean {
  return type !== 'TXT'
}

function collectIpv4(text: string, before: readonly string[]): readonly string[] {
  if (isIPv4(text) && text !== '0.0.0.0') return [...before, text]
  throw new InvalidArgumentError('must be an IPv4 address, such as 203.0.113.7')
}

function collectIpv6(text: string, before: readonly string[]): readonly string[] {
  const shortest = isIPv6(text) && !text.includes('%') ? shortestOf(text) : '::'
  if (shortest !== '::' && !shortest.startsWith('::ffff:')) return [...before, shortest]
  throw new InvalidArgumentError('must be an IPv6 address, such as 2001:db8::7, without brackets')
}

function shortestOf(address: string): string {
  return new SocketAddress({ address, family: 'ipv6' }).address
}
