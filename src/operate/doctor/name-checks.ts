/** Whether the names that clients and visitors are given lead anywhere, as this machine's name server says. */
import { Resolver } from 'node:dns/promises'
import type { Config } from '#config/config'
import { findAddresses } from '../self-probe/find-addresses.ts'
import { type Finding, ok, warn } from './finding.ts'

const timeoutMs = 1500

export async function nameChecks({ site, tracker }: Config): Promise<Finding[]> {
  const urls = [site.url, ...tracker.announceUrls].filter((url) => URL.canParse(url))
  const hosts = [...new Set(urls.map((url) => new URL(url).hostname.replace(/^\[|\]$/g, '')))]
  return await Promise.all(hosts.map((host) => nameCheck(host)))
}

async function nameCheck(host: string): Promise<Finding> {
  const found = await findAddresses(host, new Resolver({ timeout: timeoutMs, tries: 1 }))
  const { addresses } = found
  if (addresses.length > 0)
    return ok('names', `${host} is ${addresses.map((address) => address.host).join(' and ')}`)
  const isUnknown = 'problem' in found && found.problem.state === 'down'
  return isUnknown
    ? warn('names', `the name server knows no ${host}`, 'publish what "waggle dns" prints')
    : warn('names', `the name server does not tell of ${host}`, 'look into /etc/resolv.conf')
}
