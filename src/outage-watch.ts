/** What everybody is told of a database that is away: once when it stops working, and once when it works again. */
import type { DatabaseState } from '#index/storage/access'
import type { Health } from '#telemetry/health'
import type { Log } from '#telemetry/log'
import type { TorrentKeeper } from './torrent-keeper.ts'

export type OutageWatchOptions = { readonly health: Health; readonly log: Log }

export class OutageWatch {
  readonly #options: OutageWatchOptions
  readonly #keeper: () => TorrentKeeper | undefined
  #isAway = false

  constructor(options: OutageWatchOptions, keeper: () => TorrentKeeper | undefined) {
    this.#options = options
    this.#keeper = keeper
  }

  note(state: DatabaseState): void {
    const { health, log } = this.#options
    if (state !== 'ok') {
      health.impair('database', state.problem)
      const message = `Announces go on from memory, and counts wait: ${state.problem}.`
      if (!this.#isAway) log.error('database_away', message)
      this.#isAway = true
      return
    }
    if (!this.#isAway) return
    this.#isAway = false
    health.restore('database')
    log.info('database_back', 'The database works again.')
    // What waited is stored at once. Should it fail, the state changes again.
    this.#keeper()
      ?.flush()
      .catch(() => undefined)
  }
}
