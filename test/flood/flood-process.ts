/**
 * A process that floods a tracker as it is told, so that those who are honest are not held up by what makes the flood.
 * Datagrams come from 64 networks of 127.0.0.0/8, and connections that never end their requests from as many more.
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import type { Endpoint } from '../support/endpoint.ts'
import { FloodLane } from './flood-lane.ts'

/** What the process is told; it answers each with a `FloodSent`. */
export type FloodOrder = {
  readonly udp: Endpoint
  readonly http: Endpoint
  /** Announces only, as many as can be, or a mixture of what is hostile. */
  readonly kind: 'capacity' | 'hostile'
  readonly seconds: number
  /** Datagrams a second; 0 is as many as can be. */
  readonly perSecond: number
}

export type FloodSent = { readonly datagrams: number; readonly connections: number }

const lanesCount = 64
const firstNumber = 20
/** A flood that is held up does not send afterwards what it missed. */
const latestMs = 20
const slowPerTurn = 4
const slowMax = 2000

async function obey(order: FloodOrder): Promise<FloodSent> {
  const lanes = await openLanes(order)
  const slow = order.kind === 'hostile' ? new SlowConnections(order.http) : undefined
  const datagrams = await send(order, lanes, slow)
  for (const lane of lanes) lane.close()
  slow?.end()
  return { datagrams, connections: slow?.opened ?? 0 }
}

async function openLanes({ kind, udp }: FloodOrder): Promise<FloodLane[]> {
  const lanes: FloodLane[] = []
  for (let index = 0; index < lanesCount; index++) {
    const hostile = (['garbage', 'connects', 'invented', 'invented'] as const)[index % 4]
    const laneKind = kind === 'capacity' ? 'announces' : (hostile ?? 'garbage')
    lanes.push(await FloodLane.open(laneKind, firstNumber + index, udp))
  }
  return lanes
}

async function send(
  { seconds, perSecond }: FloodOrder,
  lanes: readonly FloodLane[],
  slow: SlowConnections | undefined,
): Promise<number> {
  const end = performance.now() + seconds * 1000
  let sent = 0
  let turn = 0
  let last = performance.now()
  while (last < end) {
    await after(1)
    const now = performance.now()
    const passedMs = Math.min(now - last, latestMs)
    const due = perSecond === 0 ? Number.MAX_SAFE_INTEGER : (perSecond * passedMs) / 1000
    const until = now + latestMs
    for (let left = due; left >= 1 && performance.now() < until; turn++) {
      const lane = lanes[turn % lanes.length]
      const gone = lane?.send(Math.ceil(left)) ?? 0
      sent += gone
      left -= Math.max(1, gone)
    }
    slow?.turn()
    last = now
  }
  return sent
}

/** Connections whose clients send a byte now and then. */
class SlowConnections {
  opened = 0
  readonly #target: Endpoint
  readonly #open = new Set<Socket>()

  constructor(target: Endpoint) {
    this.#target = target
  }

  turn(): void {
    for (let count = 0; count < slowPerTurn && this.#open.size < slowMax; count++) this.#begin()
    for (const socket of this.#open) if (this.opened % 97 === 0) socket.write('a')
  }

  end(): void {
    for (const socket of this.#open) socket.destroy()
  }

  #begin(): void {
    const { host, port } = this.#target
    const number = firstNumber + (this.opened++ % lanesCount)
    const socket = connect({ host, port, localAddress: `127.${number}.8.1` })
    socket.on('connect', () => socket.write('GET /announce?info_hash='))
    socket.on('error', () => {})
    socket.on('close', () => this.#open.delete(socket))
    this.#open.add(socket)
  }
}

process.on('message', (order: FloodOrder) => {
  void obey(order).then((sent) => process.send?.(sent))
})
