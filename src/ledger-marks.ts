/**
 * The marks that the ledger has in memory: those of sessions that announced lately, and all that is not stored yet. The
 * database has the others. A mark that is not here must be asked for before an announce of its session is settled.
 */
import { Generations } from '#base/generations'
import type { KnownMarks } from '#index/accounting/accounting-repository'
import { type PairMark, pairKey, type SessionMark, sessionKey } from '#tracker/accounting/marks'
import type { Announced, Marks, SettledTorrent, Settlement } from '#tracker/accounting/settle'

export type LedgerMarksOptions = {
  /** Sessions, and pairs of member and torrent. */
  readonly most: number
  /** Whether the mark of this key, of a session or a pair, is not stored yet. */
  readonly isUnflushed: (key: string, memberId: number) => boolean
}

/** Of torrents, sizes and uploaders alone; they hardly change, and are asked for again when there are too many. */
const torrentsMost = 1_000_000

export class LedgerMarks implements Marks {
  readonly sessions: Generations<SessionMark>
  readonly pairs: Generations<PairMark>
  readonly #torrents = new Map<number, SettledTorrent>()

  constructor({ most, isUnflushed }: LedgerMarksOptions) {
    const isKept = (key: string, { memberId }: { readonly memberId: number }): boolean =>
      isUnflushed(key, memberId)
    this.sessions = new Generations<SessionMark>({ most, isKept })
    this.pairs = new Generations<PairMark>({ most, isKept })
  }

  /** Nothing new has room before something is stored. */
  get isFull(): boolean {
    return this.sessions.isFull || this.pairs.isFull
  }

  isKnown(announce: Announced): boolean {
    return (
      this.sessions.has(sessionKey(announce)) &&
      this.pairs.has(pairKey(announce)) &&
      this.#torrents.has(announce.torrentId)
    )
  }

  hasTorrent(torrentId: number): boolean {
    return this.#torrents.has(torrentId)
  }

  torrent(torrentId: number): SettledTorrent {
    return this.#torrents.get(torrentId) ?? { sizeBytes: 0, uploaderId: 0 }
  }

  /** What the database has; what is here already is newer. A clock that was ahead moves no mark into the future. */
  learn({ marks, pairs, torrents }: KnownMarks, nowSeconds: number): void {
    for (const mark of marks) {
      const key = sessionKey(mark)
      const at = Math.min(mark.at, nowSeconds)
      // Whatever comes now is newer than what was stored.
      if (!this.sessions.has(key)) this.sessions.set(key, { ...mark, at, sequence: -1 })
    }
    for (const pair of pairs) {
      const seededUntil = Math.min(pair.seededUntil, nowSeconds)
      if (!this.pairs.has(pairKey(pair))) this.pairs.set(pairKey(pair), { ...pair, seededUntil })
    }
    this.learnTorrents(torrents)
  }

  learnTorrents(torrents: KnownMarks['torrents']): void {
    if (this.#torrents.size + torrents.length > torrentsMost) this.#torrents.clear()
    for (const { torrentId, sizeBytes, uploaderId } of torrents)
      this.#torrents.set(torrentId, { sizeBytes, uploaderId })
  }

  /** Torrents of which the database knows nothing. */
  learnUnknown(torrentIds: Iterable<number>): void {
    for (const torrentId of torrentIds)
      if (!this.#torrents.has(torrentId))
        this.#torrents.set(torrentId, { sizeBytes: 0, uploaderId: 0 })
  }

  apply({ sessions, pairs }: Settlement): void {
    for (const [key, mark] of sessions) this.sessions.set(key, mark)
    for (const [key, pair] of pairs) this.pairs.set(key, pair)
  }

  /** The clock was set back: nothing may lie ahead of it, or no announce would be newer for as long. */
  endAt(nowSeconds: number): void {
    this.sessions.map((mark) =>
      mark.at > nowSeconds ? { ...mark, at: nowSeconds, sequence: -1 } : mark,
    )
    this.pairs.map((pair) =>
      pair.seededUntil > nowSeconds ? { ...pair, seededUntil: nowSeconds } : pair,
    )
  }
}
