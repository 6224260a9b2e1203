/**
 * What a name server has to say of a tracker: where its names lead to, and, in a TXT record (BEP 34), on which ports of a
 * name there is a tracker. Clients that read such a record leave all other ports of the name alone, and do not
 * take a web site for a tracker, so a site with a name of its own is told to have none.
 */
import { isIP } from 'node:net'
import type { PublishedEndpoint } from '../self-probe/published-endpoint.ts'

export type ZoneRecord = {
  /** With the dot at its end. */
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'TXT'
  /** An address in its shortest form, or the text without quotes. */
  readonly value: string
}

export type ZoneFacts = {
  /** Preferred first, as the operator lists them. */
  readonly endpoints: readonly PublishedEndpoint[]
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
  /** The host of the site, or undefined where it has no public one. */
  readonly siteHost: string | undefined
}

/** Says that a name has no tracker. Clients read the first word alone; the others are for people. */
export const denial = 'BITTORRENT DENY ALL'

/** None where no endpoint has a name. */
export function zoneRecords(facts: ZoneFacts): ZoneRecord[] {
  const ports = portsByName(facts.endpoints)
  const records = allNames([...ports.keys()], facts).flatMap((name) => [
    ...addressRecords(name, facts),
    portRecord(name, ports.get(name) ?? ports.get(withoutFamily(name)) ?? []),
  ])
  const siteName = nameOf(facts.siteHost ?? '')
  const isBare = records.length > 0 && siteName !== undefined && !ports.has(siteName)
  return isBare ? [...records, { name: siteName, type: 'TXT', value: denial }] : records
}

/** The words of BEP 34 for each name: `UDP:6969`, `TCP:443`. */
function portsByName(endpoints: readonly PublishedEndpoint[]): Map<string, string[]> {
  const ports = new Map<string, string[]>()
  for (const { host, protocol, port } of endpoints) {
    const name = nameOf(host)
    if (name === undefined) continue
    const word = `${protocol === 'udp' ? 'UDP' : 'TCP'}:${port}`
    const words = ports.get(name) ?? []
    ports.set(name, words.includes(word) ? words : [...words, word])
  }
  return ports
}

/** Where there are both families, each has a name of its own, so that a torrent can list both. */
function allNames(published: readonly string[], { ipv4, ipv6 }: ZoneFacts): string[] {
  const isDual = ipv4.length > 0 && ipv6.length > 0
  const families = isDual ? ['ipv4', 'ipv6'] : []
  const names = published.flatMap((name) =>
    familyOf(name) === undefined
      ? [name, ...families.map((family) => `${family}.${name}`)]
      : [name],
  )
  return [...new Set(names)]
}

function addressRecords(name: string, { ipv4, ipv6 }: ZoneFacts): ZoneRecord[] {
  const family = familyOf(name)
  const records4 = family === 6 ? [] : ipv4.map((value) => ({ name, type: 'A', value }) as const)
  const records6 = family === 4 ? [] : ipv6.map((value) => ({ name, type: 'AAAA', value }) as const)
  return [...records4, ...records6]
}

function portRecord(name: string, words: readonly string[]): ZoneRecord {
  return { name, type: 'TXT', value: ['BITTORRENT', ...words].join(' ') }
}

/** Undefined for addresses, and for names that mean something on one machine or network only. */
function nameOf(host: string): string | undefined {
  const name = host.replace(/\.$/, '')
  const isPublic = name.includes('.') && !/\.(?:local|localhost)$/.test(name)
  return isPublic && isIP(name) === 0 ? `${name}.` : undefined
}

/** The family that a name is of by its first label. */
function familyOf(name: string): 4 | 6 | undefined {
  if (name.startsWith('ipv4.')) return 4
  return name.startsWith('ipv6.') ? 6 : undefined
}

function withoutFamily(name: string): string {
  return name.replace(/^ipv[46]\./, '')
}
