/**
 * A UDP socket of Node's in front of `UdpAnswer`: works everywhere, at a fraction of the linux driver's speed.
 *
 * Node cannot say from which local address a reply is to leave, so a wildcard is opened as one socket per
 * local address (`udpAddresses`), each of which answers from the address that was asked (conformance F2).
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Clock } from '#base/clock'
import { Action } from '#tracker/announce/action'
import type { UdpAnswer } from '#tracker/announce/udp-answer'
import { parseAddress } from '#tracker/wire/address'
import { UdpRequestKind } from '#tracker/wire/udp/udp-request'
import type { BatchMeter } from '../batch-meter.ts'
import type { RequestCounters } from '../request-counters.ts'

export type UdpListenerOptions = {
  readonly host: string
  readonly port: number
  readonly family: 4 | 6
  readonly answer: UdpAnswer
  /** Where `answer` writes. */
  readonly out: Uint8Array
  readonly counters: RequestCounters
  readonly meter: BatchMeter
  readonly clock: Clock
  /** Called after each answer: a batch of one. */
  readonly endBatch: () => void
}

export type Listener = {
  /** `isHandedOver` where another process listens at the same place already. */
  readonly close: (isHandedOver?: boolean) => Promise<void>
}

/** Bytes that the kernel keeps for us while the thread is busy; it may grant less. */
const receiveBufferBytes = 4 * 1024 * 1024

/** Opens the socket and answers on it. Rejects with the system's error when it cannot be bound. */
export async function openUdpListener(options: UdpListenerOptions): Promise<Listener> {
  const socket = createSocket({
    type: options.family === 4 ? 'udp4' : 'udp6',
    ipv6Only: options.family === 6,
    reusePort: true,
  })
  answerMessages(socket, options)
  socket.bind(options.port, options.host)
  await once(socket, 'listening')
  socket.setRecvBufferSize(receiveBufferBytes)
  // Errors of single sends (an unreachable client) are no concern of the others.
  socket.on('error', () => {})
  return {
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function answerMessages(socket: Socket, options: UdpListenerOptions): void {
  const { answer, out, counters, meter, clock, endBatch } = options
  const { announce } = answer.request
  socket.on('message', (message, { address, port }) => {
    const family = parseAddress(address, announce.address)
    if (family === 0 || port === 0) return counters.dropped()
    announce.family = family
    meter.begin()
    const view = new DataView(message.buffer, message.byteOffset, message.length)
    const length = answer.answer(view, message, 0, message.length, 0, clock.nowSeconds())
    endBatch()
    if (isDropped(answer)) counters.dropped()
    else counters.request(family, answer.action, answer.failure)
    counters.bytes(message.length, length)
    // Node sends later when the socket is busy, so each reply needs bytes of its own.
    if (length > 0) socket.send(Buffer.from(out.subarray(0, length)), port, address, () => {})
    meter.end()
  })
}

function isDropped(answer: UdpAnswer): boolean {
  return answer.action === Action.other && answer.request.kind === UdpRequestKind.drop
}
