/**
 * One socket of the load, connected to the tracker from its own source address, with the peers that announce
 * through it, in their order, again and again.
 */
import type { Libc } from '../../src/base/libc.ts'
import {
  SO_RCVBUF,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOL_SOCKET,
} from '../../src/tracker/listeners/linux/constants.ts'
import { type AnnouncePackets, type Mood, packetBytes } from './announce-packets.ts'
import { type SendBatch, sendBatchSize } from './send-batch.ts'
import { domains, socketAddress, sourceAddress } from './socket-address.ts'
import { connect } from './syscalls.ts'

const SO_SNDBUF = 7
const bufferBytes = 4 * 1024 * 1024

export type LaneTarget = { readonly host: string; readonly port: number; readonly family: 4 | 6 }

export type LanePeers = {
  readonly packets: AnnouncePackets
  /** What sends them; its memory is that of the packets. */
  readonly batch: SendBatch
  readonly first: number
  readonly count: number
  /** Whether the path of the address is sent with each announce. */
  readonly sendsPaths: boolean
}

export class Lane {
  readonly descriptor: number
  readonly first: number
  readonly count: number
  /** Announces that have been sent and not been answered. */
  outstanding = 0
  /** Announces sent in this round. */
  sent = 0
  /** Which of its peers is the next to announce; goes on from round to round. */
  next = 0

  readonly #libc: Libc
  readonly #packets: AnnouncePackets
  readonly #batch: SendBatch
  readonly #bytes: number
  #mood: Mood = 'returning'

  constructor(libc: Libc, index: number, target: LaneTarget, peers: LanePeers) {
    this.#libc = libc
    this.#packets = peers.packets
    this.#batch = peers.batch
    this.#bytes = peers.sendsPaths ? peers.packets.stride : packetBytes
    this.first = peers.first
    this.count = peers.count
    const { family } = target
    this.descriptor = libc.socket(domains[family], SOCK_DGRAM | SOCK_CLOEXEC, 0)
    if (this.descriptor < 0) throw new Error(`socket failed: errno ${libc.errno()}`)
    this.#set(SOL_SOCKET, SO_RCVBUF, bufferBytes)
    this.#set(SOL_SOCKET, SO_SNDBUF, bufferBytes)
    const source = socketAddress(sourceAddress(family, index), 0)
    if (libc.bind(this.descriptor, source, source.length) !== 0)
      throw new Error(`bind failed: errno ${libc.errno()}`)
    if (connect(this.descriptor, socketAddress(target.host, target.port)) !== 0)
      throw new Error(`connect failed: errno ${libc.errno()}`)
  }

  prepare(id: Uint8Array, want: number, mood: Mood): void {
    this.#mood = mood
    this.#packets.prepare(this.first, this.count, id, want, mood)
  }

  /** Sends at most `most` announces in one call, up to the end of the stretch. Gives how many went. */
  send(most: number): number {
    const wanted = Math.min(most, sendBatchSize, this.count - this.next)
    const peer = this.first + this.next
    if (this.#mood === 'mixed') this.#packets.drawSeeders(peer, wanted)
    const { stride } = this.#packets
    const at = this.#packets.at(peer)
    const count = this.#batch.send(this.descriptor, at, this.#bytes, wanted, stride)
    this.next += count
    if (this.next === this.count) this.next = 0
    this.sent += count
    this.outstanding += count
    return count
  }

  /** Sends the next announce, with a number to know its reply by. */
  sendNumbered(transactionId: number): number {
    this.#packets.number(this.first + this.next, transactionId)
    return this.send(1)
  }

  /** Sends `count` datagrams of `bytes` from byte `at` of the packets' memory on. */
  sendBytes(at: number, bytes: number, count: number): number {
    return this.#batch.send(this.descriptor, at, bytes, count)
  }

  close(): void {
    this.#libc.close(this.descriptor)
  }

  #set(level: number, name: number, value: number): void {
    const bytes = new Uint8Array(new Int32Array([value]).buffer)
    this.#libc.setsockopt(this.descriptor, level, name, bytes, bytes.length)
  }
}
