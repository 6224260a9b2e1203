/** Throws hostile connections at a listener, some dozens at a time, each from one of many addresses. */
import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Endpoint } from '../../support/endpoint.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { type HostileConnection, hostileConnection } from './hostile-requests.ts'

/** Connections at the same time. */
const lanes = 48
/** A server that says nothing for so long hangs: it closes idle connections after ten seconds. */
const patienceMs = 60_000

export type HttpFlood = {
  readonly endpoint: Endpoint
  readonly isProxied: boolean
  readonly seed: number
  readonly requests: number
}

/** Gives how many requests were sent; every connection is over then. */
export async function floodHttp({
  endpoint,
  isProxied,
  seed,
  requests,
}: HttpFlood): Promise<number> {
  let sent = 0
  let number = 0
  const lane = async (): Promise<void> => {
    while (sent < requests) {
      const random = seededRandom(seed + number++)
      const connection = hostileConnection(random, isProxied)
      sent += connection.requests
      await play(endpoint, connection, sourceOf(endpoint, number))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return sent
}

/** 64 addresses of this machine, where the family has them. */
function sourceOf({ host }: Endpoint, number: number): string {
  return host.includes(':') ? '::1' : `127.0.0.${1 + (number % 64)}`
}

/** Resolves when the connection is gone, however it ended. */
async function play(
  endpoint: Endpoint,
  { pieces, resets }: HostileConnection,
  localAddress: string,
): Promise<void> {
  const socket = connect({ ...endpoint, localAddress })
  const gone = new Promise<void>((resolve, reject) => {
    socket.setTimeout(patienceMs, () => reject(new Error('the tracker left a connection hanging')))
    // What is left of it after an error or an end is nothing.
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })
  socket.setNoDelay(true).resume()
  for (const piece of pieces) {
    socket.write(piece)
    if (pieces.length > 1) await nextTurn()
  }
  if (resets) socket.resetAndDestroy()
  else socket.end()
  await gone
}
