/**
 * What clients send, so mixed that every turn of the announce path is taken: swarms of one and of hundreds, both
 * families, peers that come, stay, complete and leave, scrapes, and requests that are refused.
 */
import { createHash } from 'node:crypto'
import { parseAddress } from '#tracker/wire/address'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { announceTarget, scrapeTarget } from '../support/announce-url.ts'
import { urlData } from '../support/gallery-addresses.ts'
import { encodeAnnounce, encodeScrape } from '../support/udp-packets.ts'

export type Request = {
  readonly family: 4 | 6
  readonly address: Uint8Array
  readonly bytes: Buffer
}

type Peer = Omit<Request, 'bytes'> & {
  readonly infoHash: Buffer
  readonly port: number
  readonly left: number
  readonly event: number
  readonly want: number
}

const count = 2000
const events = ['none', 'completed', 'started', 'stopped'] as const

/** The info-hashes of all requests. */
export function infoHashes(): Buffer[] {
  return Array.from({ length: count }, (_, torrent) => infoHashOf(torrent))
}

/** Datagrams to a tracker with this key, at this time; to an announce address with `path` before its last segment. */
export function udpRequests(
  key: readonly [number, number],
  nowSeconds: number,
  path = '',
): Request[] {
  const tail = path === '' ? Buffer.alloc(0) : urlData(`${path}/announce`)
  return requests((peer, kind) => {
    const id = connectionId(key, peer, nowSeconds)
    if (kind === 'scrape') return encodeScrape(id, 1, [peer.infoHash])
    const { infoHash, port, event, want } = peer
    const left = BigInt(peer.left)
    const idSent = kind === 'refused' ? id + 1n : id
    return encodeAnnounce(idSent, 1, { infoHash, port, event, left, numwant: want, tail })
  })
}

/** Targets of GET requests, with `path` before their last segment. */
export function httpRequests(path = ''): Request[] {
  return requests((peer, kind) => {
    const { infoHash, port, left, want } = peer
    if (kind === 'scrape') return Buffer.from(path + scrapeTarget(infoHash))
    const hash = kind === 'refused' ? infoHash.subarray(1) : infoHash
    const event = events[peer.event]
    return Buffer.from(path + announceTarget(hash, { port, left, event, numwant: want }))
  })
}

type Kind = 'announce' | 'scrape' | 'refused'

function requests(encode: (peer: Peer, kind: Kind) => Buffer): Request[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = index % 50 === 0 ? 'scrape' : index % 50 === 1 ? 'refused' : 'announce'
    const peer = peerOf(index)
    return { family: peer.family, address: peer.address, bytes: encode(peer, kind) }
  })
}

/** Every fifth request says that the peer of the one before has left. */
function peerOf(index: number): Peer {
  const number = index - (index % 5 === 4 ? 1 : 0)
  const family = number % 7 === 0 ? 6 : 4
  const text = family === 4 ? `192.0.2.${number % 250}` : `2001:db8::${number.toString(16)}`
  const address = new Uint8Array(16)
  parseAddress(text, address)
  const torrent = number % 2 === 0 ? 0 : number
  return {
    family,
    address,
    infoHash: infoHashOf(torrent),
    port: 1024 + number,
    left: number % 3,
    event: index % 5 === 4 ? 3 : number % 3,
    want: [0, 30, 200, 50][number % 4] as number,
  }
}

function infoHashOf(torrent: number): Buffer {
  return createHash('sha1').update(`${torrent}`).digest()
}

function connectionId(
  [key0, key1]: readonly [number, number],
  { address, family }: Peer,
  nowSeconds: number,
): bigint {
  const ids = new ConnectionIds(key0, key1)
  ids.issue(new Int32Array(address.buffer), family, nowSeconds)
  return (BigInt(ids.high) << 32n) | BigInt(ids.low >>> 0)
}
