/**
 * The announce of every peer of the law, as it goes over the wire (BEP 15), ready in memory that the kernel
 * can send from: making load costs a fraction of answering it.
 *
 * A lane (one socket, one source address) has a stretch of peers, and sends them in order, round after round.
 * Peers differ in their peer id and their port. Before a round the connection id of the lane and the
 * wish are written into its packets. Where members announce, the path of their address stands behind each packet
 * (BEP 41), and is sent or left out.
 */
import { Prng } from '../../src/base/prng.ts'
import { createHashes, drawTorrents, hashBytes, type LawSize } from './law.ts'
import { personalPath } from './personal-path.ts'

/** Of an announce without a path. */
export const packetBytes = 98

/** From one packet to the next. */
export function strideBytes(hasPaths: boolean): number {
  return hasPaths ? packetBytes + pathOption(0, 0).length : packetBytes
}

const At = {
  connectionId: 0,
  action: 8,
  transactionId: 12,
  infoHash: 16,
  peerId: 36,
  downloaded: 56,
  leftLow: 68,
  uploaded: 72,
  event: 80,
  key: 88,
  wish: 92,
  port: 96,
} as const

const left = 50
const portMin = 1024

/** How the peers of a round introduce themselves. */
export const Mood = {
  /** For the first time. */
  arriving: 'arriving',
  /** Again, as leechers. */
  returning: 'returning',
  /** A seeder that has completed, three times of four; drawn for each announce. */
  mixed: 'mixed',
} as const
export type Mood = (typeof Mood)[keyof typeof Mood]

const events = { arriving: 2, returning: 0, mixed: 2 } as const

export class AnnouncePackets {
  readonly torrentOf: Uint32Array
  readonly stride: number
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #base: number
  readonly #prng = new Prng(3, 4, 5)

  /** Fills `bytes` from `base` on, `size.peers` times `strideBytes`. */
  constructor(bytes: Uint8Array, base: number, size: LawSize, hasPaths: boolean) {
    this.stride = strideBytes(hasPaths)
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset)
    this.#base = base
    this.torrentOf = drawTorrents(size)
    const hashes = createHashes(size.torrents)
    for (let peer = 0; peer < size.peers; peer++) this.#write(peer, hashes)
  }

  /** The byte at which the packet of `peer` stands. */
  at(peer: number): number {
    return this.#base + peer * this.stride
  }

  /** Makes the packets of a lane ready for a round. */
  prepare(first: number, count: number, id: Uint8Array, want: number, mood: Mood): void {
    for (let peer = first; peer < first + count; peer++) {
      const at = this.at(peer)
      for (let byte = 0; byte < 8; byte++) this.#bytes[at + byte] = id[byte] as number
      this.#view.setInt32(at + At.leftLow, left)
      this.#view.setInt32(at + At.event, events[mood])
      this.#view.setInt32(at + At.wish, want)
    }
  }

  /** Draws for each of `count` announces whether it is a seeder's, three times of four. */
  drawSeeders(first: number, count: number): void {
    for (let peer = first; peer < first + count; peer++) {
      const isSeeder = (this.#prng.next() & 3) !== 0
      const at = this.at(peer)
      this.#bytes[at + At.leftLow + 3] = isSeeder ? 0 : left
      this.#bytes[at + At.event + 3] = isSeeder ? 1 : 2
    }
  }

  /** Numbers an announce, so that its reply can be told. */
  number(peer: number, transactionId: number): void {
    this.#view.setInt32(this.at(peer) + At.transactionId, transactionId)
  }

  #write(peer: number, hashes: Uint8Array): void {
    const at = this.at(peer)
    const view = this.#view
    view.setInt32(at + At.action, 1)
    view.setInt32(at + At.transactionId, peer)
    const hash = (this.torrentOf[peer] as number) * hashBytes
    this.#bytes.set(hashes.subarray(hash, hash + hashBytes), at + At.infoHash)
    this.#writePeerId(peer, at + At.peerId)
    view.setInt32(at + At.downloaded + 4, left)
    view.setInt32(at + At.uploaded + 4, left)
    view.setInt32(at + At.key, this.#prng.next())
    const port = portMin + ((this.#prng.next() >>> 0) % (65_536 - portMin))
    view.setUint16(at + At.port, port)
    if (this.stride > packetBytes)
      this.#bytes.set(pathOption(peer, this.torrentOf[peer] as number), at + packetBytes)
  }

  /** `-WB0001-`, the peer's number, and chance. */
  #writePeerId(peer: number, at: number): void {
    this.#bytes.set(peerIdPrefix, at)
    this.#view.setUint32(at + 8, peer)
    this.#view.setInt32(at + 12, this.#prng.next())
    this.#view.setInt32(at + 16, this.#prng.next())
  }
}

const encoder = new TextEncoder()
const peerIdPrefix = encoder.encode('-WB0001-')

function pathOption(peer: number, torrent: number): Uint8Array {
  const path = encoder.encode(`${personalPath(peer, torrent)}/announce`)
  return Uint8Array.of(2, path.length, ...path)
}
