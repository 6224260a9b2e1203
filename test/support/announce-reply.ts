/**
 * Announce replies over HTTP: what a test expects byte for byte, and the strict reading of the rest.
 */
import { formatAddress, loopback4, parseCompactPeers } from './addresses.ts'
import { bytesAt, integerAt } from './bencode.ts'
import type { HttpResponse } from './raw-http.ts'
import { readDictionary } from './read-dictionary.ts'

export interface AnnounceReply {
  readonly complete: number
  readonly downloaded: number
  readonly incomplete: number
  readonly interval: number
  readonly minInterval: number
  readonly externalIp: string
  /** IPv4 peers as `address:port`. */
  readonly peers: readonly string[]
  /** IPv6 peers as `[address]:port`. */
  readonly peers6: readonly string[]
}

export interface ExpectedReply {
  readonly complete?: number
  readonly downloaded?: number
  readonly incomplete?: number
  readonly externalIp?: Buffer
  readonly peers?: Buffer
  readonly peers6?: Buffer
}

const keys = [
  'complete',
  'downloaded',
  'external ip',
  'incomplete',
  'interval',
  'min interval',
  'peers',
  'peers6',
]

/** The one right reply to a compact announce with default intervals. */
export function expectedReply(expected: ExpectedReply): Buffer {
  const { complete = 0, downloaded = 0, incomplete = 0, externalIp = loopback4 } = expected
  const { peers = Buffer.alloc(0), peers6 = Buffer.alloc(0) } = expected
  const text = [
    `d8:completei${complete}e10:downloadedi${downloaded}e`,
    `11:external ip${externalIp.length}:${externalIp.toString('latin1')}`,
    `10:incompletei${incomplete}e8:intervali1800e12:min intervali900e`,
    `5:peers${peers.length}:${peers.toString('latin1')}`,
    `6:peers6${peers6.length}:${peers6.toString('latin1')}e`,
  ].join('')
  return Buffer.from(text, 'latin1')
}

/** Reads a compact success strictly: exactly the keys that every client is content with (R2). */
export function readAnnounceReply(response: HttpResponse): AnnounceReply {
  const dictionary = readDictionary(response)
  const found = [...dictionary.keys()]
  if (found.join() !== keys.join()) {
    throw new Error(`not an announce reply: ${response.body.toString('latin1')}`)
  }
  return {
    complete: integerAt(dictionary, 'complete'),
    downloaded: integerAt(dictionary, 'downloaded'),
    incomplete: integerAt(dictionary, 'incomplete'),
    interval: integerAt(dictionary, 'interval'),
    minInterval: integerAt(dictionary, 'min interval'),
    externalIp: formatAddress(bytesAt(dictionary, 'external ip')),
    peers: parseCompactPeers(bytesAt(dictionary, 'peers'), 4),
    peers6: parseCompactPeers(bytesAt(dictionary, 'peers6'), 6),
  }
}
