/**
 * Clients that finish downloads, and a record of how many of them the tracker has confirmed: what its database must,
 * and what it may, know of them.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { announce } from '../support/http-tracker.ts'
import type { Waggle } from '../support/waggle.ts'

/** Between two rounds, so that the tracker has the processor for what else it does. */
const pauseMs = 20

export class Completions {
  /** Downloads whose end was announced, and those of them that were confirmed. */
  sent = 0
  confirmed = 0
  readonly #hashes: readonly Buffer[]
  /** So that each download is another peer's. */
  #downloads = 0

  constructor(hashes: readonly Buffer[]) {
    this.#hashes = hashes
  }

  /** One download of each torrent from its start to its end. */
  async downloadEach({ http4 }: Waggle): Promise<void> {
    for (const infoHash of this.#hashes) {
      const peer = { port: 1000 + (this.#downloads++ % 60_000), numwant: 0 }
      await announce(http4, infoHash, { ...peer, left: 1, event: 'started' })
      this.sent++
      await announce(http4, infoHash, { ...peer, left: 0, event: 'completed' })
      this.confirmed++
    }
  }

  /** Goes on until the tracker is gone. */
  async downloadUntilGone(waggle: Waggle): Promise<void> {
    for (;;)
      try {
        await this.downloadEach(waggle)
        await waitFor(pauseMs)
      } catch (error) {
        if (error instanceof Error && 'code' in error) return
        if (error instanceof Error && /closed|ended/.test(error.message)) return
        throw error
      }
  }
}
