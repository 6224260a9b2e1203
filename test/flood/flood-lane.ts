/**
 * One source of a flood: a socket at an address of its own, and a batch of datagrams that it sends again and again. What
 * is answered is never read. Datagrams leave 64 at a time, as nobody could send them fast enough one by one.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createRegion } from '#base/region'
import { AF_INET, SOCK_CLOEXEC, SOCK_DGRAM } from '#tracker/listeners/linux/constants'
import { SendBatch, sendBatchBytes, sendBatchSize } from '../../bench/load/send-batch.ts'
import { socketAddress } from '../../bench/load/socket-address.ts'
import { connect, linuxLibc } from '../../bench/load/syscalls.ts'
import type { Endpoint } from '../support/endpoint.ts'
import { encodeAnnounce, encodeConnect } from '../support/udp-packets.ts'

/** What a lane sends. */
export const floodKinds = ['garbage', 'connects', 'announces', 'invented'] as const
export type FloodKind = (typeof floodKinds)[number]

const packetBytes = 98
const libc = linuxLibc()
const region = createRegion(Math.ceil((sendBatchBytes + sendBatchSize * packetBytes) / 4096) * 4096)
if (region.handle.kind !== 'memory-file') throw new Error('a flood needs native memory')
const memory = new Uint8Array(region.buffer)
const view = new DataView(region.buffer)
const batch = new SendBatch(libc, view, region.handle.address, 0)

export class FloodLane {
  sent = 0
  readonly kind: FloodKind
  readonly #descriptor: number
  /** One datagram of the lane's kind. */
  readonly #template: Buffer
  readonly #number: number

  private constructor(kind: FloodKind, number: number, descriptor: number, template: Buffer) {
    this.kind = kind
    this.#number = number
    this.#descriptor = descriptor
    this.#template = template
  }

  /** Opens a socket at 127.`number`.7.1, and proves its address where the kind needs that. */
  static async open(kind: FloodKind, number: number, target: Endpoint): Promise<FloodLane> {
    const host = `127.${number}.7.1`
    const descriptor = libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)
    const source = socketAddress(host, 0)
    if (libc.bind(descriptor, source, source.length) !== 0) throw new Error(`no socket at ${host}`)
    if (connect(descriptor, socketAddress(target.host, target.port)) !== 0)
      throw new Error(`no way from ${host}`)
    return new FloodLane(kind, number, descriptor, await templateOf(kind, host, target))
  }

  /** Sends at most a batch. */
  send(most: number): number {
    const count = Math.min(most, sendBatchSize)
    const { length } = this.#template
    for (let index = 0; index < count; index++) {
      const at = sendBatchBytes + index * length
      memory.set(this.#template, at)
      this.#vary(at, this.sent + index)
    }
    const sent = batch.send(this.#descriptor, sendBatchBytes, length, count)
    this.sent += sent
    return sent
  }

  close(): void {
    libc.close(this.#descriptor)
  }

  #vary(at: number, datagram: number): void {
    view.setUint32(at + 12, datagram)
    if (this.kind === 'announces') view.setUint16(at + 96, 1024 + (datagram % 60_000))
    if (this.kind !== 'invented') return
    // Every second torrent has two peers.
    view.setUint32(at + 20, Math.floor((datagram * 2) / 3))
    view.setUint32(at + 24, this.#number)
    view.setUint16(at + 96, 1024 + (datagram % 60_000))
  }
}

async function templateOf(kind: FloodKind, host: string, target: Endpoint): Promise<Buffer> {
  if (kind === 'garbage') return Buffer.alloc(60, 0xa5)
  if (kind === 'connects') return encodeConnect(1)
  const infoHash = Buffer.alloc(20, 1)
  return encodeAnnounce(await connectionId(host, target), 1, { infoHash, left: 1n, numwant: 30 })
}

async function connectionId(host: string, target: Endpoint): Promise<bigint> {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  socket.send(encodeConnect(1), target.port, target.host)
  const [reply] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return reply.readBigUInt64BE(8)
}
