/**
 * Streams the scrape of all torrents, one at a time for each thread: it costs a walk over the whole store,
 * so a second one that is asked for meanwhile is told to come back.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { Announcer } from '#tracker/announce/announcer'
import { fullScrape } from '#tracker/announce/full-scrape'

export class FullScrapeSender {
  isBusy = false
  readonly #announcer: Announcer

  constructor(announcer: Announcer) {
    this.#announcer = announcer
  }

  /** Sends the reply, gzipped where the client takes that. A client that goes away ends it. */
  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.isBusy = true
    const isGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
    const body = Readable.from(inTurns(fullScrape(this.#announcer)))
    response.setHeader('Content-Type', 'text/plain')
    if (isGzip) response.setHeader('Content-Encoding', 'gzip')
    try {
      await (isGzip ? pipeline(body, createGzip(), response) : pipeline(body, response))
    } catch {
      response.destroy()
    }
    this.isBusy = false
  }
}

/** The chunks that have bytes; after each step others get their turn. */
async function* inTurns(chunks: Generator<Buffer>): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    await setImmediate()
    if (chunk.length > 0) yield chunk
  }
}
