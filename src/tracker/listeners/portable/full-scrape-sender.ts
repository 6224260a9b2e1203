/**
 * Sends scrapes of all torrents, each at the pace of its client: what Node holds for a client that does not read is
 * one piece, and between two pieces others get their turn.
 */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { httpRequestSecondsMax } from '#base/limits'
import type { FullScrapes } from '#tracker/announce/full-scrapes'
import type { ScrapeStream } from '#tracker/announce/scrape-stream'
import type { Failure } from '#tracker/wire/failure'
import { acceptsGzip } from '#tracker/wire/http/content-coding'

export class FullScrapeSender {
  readonly #scrapes: FullScrapes

  constructor(scrapes: FullScrapes) {
    this.#scrapes = scrapes
  }

  /** `none` where a scrape may be sent to this client, which has had its scrape then. */
  ask(address: Uint8Array, family: 4 | 6): Failure {
    return this.#scrapes.ask(address, family)
  }

  /** Sends the reply, gzipped where the client takes that. A client that goes away ends it. */
  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const codings = Buffer.from(request.headers['accept-encoding'] ?? '', 'latin1')
    const isGzip = acceptsGzip(codings, 0, codings.length)
    const stream = this.#scrapes.open(isGzip)
    response.setHeader('Content-Type', 'text/plain')
    if (isGzip) response.setHeader('Content-Encoding', 'gzip')
    try {
      await sendPieces(stream, request.socket, response)
    } catch {
      response.destroy()
    }
    this.#scrapes.close(stream)
  }
}

async function sendPieces(
  stream: ScrapeStream,
  socket: Socket,
  response: ServerResponse,
): Promise<void> {
  while (!response.destroyed) {
    if (stream.isBroken) return void response.destroy()
    const piece = stream.next()
    if (piece === undefined) return void response.end()
    // A client that waits for us is not idle.
    if (piece.length === 0) socket.setTimeout(httpRequestSecondsMax * 1000)
    else if (!response.write(piece)) await drained(response)
    await setImmediate()
  }
}

/** Resolves when the client has taken what was written, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
  const end = new AbortController()
  const { signal } = end
  const either = [once(response, 'drain', { signal }), once(response, 'close', { signal })]
  await Promise.race(either).finally(() => end.abort())
  await Promise.allSettled(either)
}
