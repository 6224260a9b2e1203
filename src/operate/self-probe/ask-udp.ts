/**
 * Asks a tracker over UDP whether it answers (BEP 15): a connect, then a scrape with the
 * connection id. Each datagram is sent a second time when no answer comes: one may be lost on its way.
 */
import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { ProbeOutcome } from '#telemetry/endpoint-state'
import { down, failedOutcome } from './failed-outcome.ts'
import type { FoundAddress } from './find-addresses.ts'
import type { PublishedEndpoint } from './published-endpoint.ts'

const Action = { connect: 0, scrape: 2, error: 3 } as const

/** "Connect" instead of a connection id. */
const protocolMagic = 0x41727101980n

/** Never throws; `signal` ends it early. `retryMs` is how long an answer may take before asking again. */
export async function askUdp(
  endpoint: PublishedEndpoint,
  address: FoundAddress,
  infoHash: Uint8Array,
  signal: AbortSignal,
  retryMs: number,
): Promise<ProbeOutcome> {
  const socket = createSocket(address.family === 4 ? 'udp4' : 'udp6')
  try {
    // A connected socket hears only whom it asked, and learns of a closed port.
    socket.connect(endpoint.port, address.host)
    await once(socket, 'connect', { signal })
    const exchange = (request: Buffer): Promise<Buffer> => send(socket, request, signal, retryMs)
    const connected = await exchange(packet(protocolMagic, Action.connect))
    if (connected.length < 16 || connected.readUInt32BE(0) !== Action.connect)
      return refusal(connected)
    const connectionId = connected.readBigUInt64BE(8)
    const scraped = await exchange(packet(connectionId, Action.scrape, infoHash))
    const isScrape = scraped.length >= 20 && scraped.readUInt32BE(0) === Action.scrape
    return isScrape ? { state: 'up' } : refusal(scraped)
  } catch (error) {
    return failedOutcome(error)
  } finally {
    socket.on('error', () => {}).close()
  }
}

function packet(connectionId: bigint, action: number, rest: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(16)
  head.writeBigUInt64BE(connectionId, 0)
  head.writeUInt32BE(action, 8)
  head.writeUInt32BE(randomInt(2 ** 32), 12)
  return Buffer.concat([head, rest])
}

function refusal(reply: Buffer): ProbeOutcome {
  return down(reply.readUInt32BE(0) === Action.error ? 'error_reply' : 'bad_answer')
}

/** The reply with the transaction id of `request`. Throws what the socket throws, or when `signal` aborts. */
async function send(
  socket: Socket,
  request: Buffer,
  signal: AbortSignal,
  retryMs: number,
): Promise<Buffer> {
  const transaction = request.subarray(12, 16)
  const isAnswer = (reply: Buffer): boolean =>
    reply.length >= 8 && reply.subarray(4, 8).equals(transaction)
  const ask = (): void => socket.send(request)
  const retry = setInterval(ask, retryMs)
  try {
    ask()
    for (;;) {
      const [reply] = (await once(socket, 'message', { signal })) as [Buffer]
      if (isAnswer(reply)) return reply
    }
  } finally {
    clearInterval(retry)
  }
}
