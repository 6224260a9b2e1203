/**
 * When somebody was last seen who may have downloaded a torrent: by their own announce, or because the swarm had leechers
 * when somebody else announced. What is not remembered was perhaps seen: nobody is suspected for what is forgotten.
 */
import { AnnounceEvent } from '#tracker/wire/announce'

export type SightingsOptions = {
  /** When it begins to look. */
  readonly since: number
  /** Torrents that are remembered. */
  readonly most: number
}

export type Sighted = {
  readonly torrentId: number
  readonly at: number
  readonly event: AnnounceEvent
  readonly left: number
  readonly leechers: number
}

/** Clocks of threads differ, and their journals are read one after the other. */
const toleranceSeconds = 120

export class LeecherSightings {
  readonly #last = new Map<number, number>()
  readonly #most: number
  #since: number

  constructor({ since, most }: SightingsOptions) {
    this.#since = since
    this.#most = most
  }

  note({ torrentId, at, event, left, leechers }: Sighted): void {
    if (left === 0 && leechers === 0 && event !== AnnounceEvent.completed) return
    if (this.#last.size >= this.#most && !this.#last.has(torrentId)) {
      this.#last.clear()
      this.#since = at
    }
    this.#last.set(torrentId, Math.max(at, this.#last.get(torrentId) ?? 0))
  }

  /** Whether nobody was seen since then, and there was somebody who looked. */
  isEmptySince(torrentId: number, at: number): boolean {
    const last = this.#last.get(torrentId) ?? 0
    return Math.max(this.#since, last) + toleranceSeconds < at
  }
}
