/**
 * The marks that the ledger has in memory: those of sessions that announced lately, and all that is not stored yet. The
 * database has the others. A mark that is not here must be asked for before an announce of its session is settled.
 */
import { Generations } from '#base/generations'
import type { KnownMarks, StoredPair } from '#index/accounting/accounting-repository'
import { type PairMark, pairKey, type SessionMark, sessionKey } from '#tracker/accounting/marks'
import type { Announced, SettledTorrent, Settlement } from '#tracker/accounting/settle'

export type LedgerMarksOptions = {
  /** Sessions, and pairs of member and torrent. */
  readonly most: number
  /** Whether the mark of this key, of a session or a pair, is not stored yet. */
  readonly isUnflushed: (key: string, memberId: number) => boolean
}

/** Of torrents, sizes and uploaders alone; they hardly change, and are asked for again when there are too many. */
const torrentsMost = 1_000_000

/**
 * The marks that some announces are settled with. They are taken out before the first is settled, because memory may
 * forget one while another is put in.
 */
export type FoundMarks = {
  readonly sessions: Map<string, SessionMark>
  readonly pairs: Map<string, PairMark>
}

export class LedgerMarks {
  readonly #sessions: Generations<SessionMark>
  readonly #pairs: Generations<PairMark>
  readonly #torrents = new Map<number, SettledTorrent>()
  /** Those that have changed since the database was asked last: its answer may be of before. */
  readonly #changed = new Set<number>()

  constructor({ most, isUnflushed }: LedgerMarksOptions) {
    const isKept = (key: string, { memberId }: { readonly memberId: number }): boolean =>
      isUnflushed(key, memberId)
    this.#sessions = new Generations<SessionMark>({ most, isKept })
    this.#pairs = new Generations<PairMark>({ most, isKept })
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Nothing new has room before something is stored. */
  get isFull(): boolean {
    return this.#sessions.isFull || this.#pairs.isFull
  }

  /** Adds to `found` what is known of an announce's session. False where the database must be asked. */
  find(announce: Announced, found: FoundMarks): boolean {
    const [key, ofPair] = [sessionKey(announce), pairKey(announce)]
    const session = found.sessions.get(key) ?? this.#sessions.get(key)
    const pair = found.pairs.get(ofPair) ?? this.#pairs.get(ofPair)
    if (session === undefined || pair === undefined) return false
    if (!this.#torrents.has(announce.torrentId)) return false
    found.sessions.set(key, session)
    found.pairs.set(ofPair, pair)
    return true
  }

  /** What is known of announces' sessions after the database was asked; what is here is newer than what it has. */
  findAll(announces: readonly Announced[], known: KnownMarks, nowSeconds: number): FoundMarks {
    const { marks, pairs } = known
    const found: FoundMarks = { sessions: new Map(), pairs: new Map() }
    for (const mark of marks) found.sessions.set(sessionKey(mark), markUntil(mark, nowSeconds))
    for (const pair of pairs) found.pairs.set(pairKey(pair), settledPair(pair, nowSeconds))
    for (const announce of announces) {
      const [key, ofPair] = [sessionKey(announce), pairKey(announce)]
      const [session, pair] = [this.#sessions.get(key), this.#pairs.get(ofPair)]
      if (session !== undefined) found.sessions.set(key, session)
      if (pair !== undefined) found.pairs.set(ofPair, pair)
    }
    this.learnTorrents(known.torrents)
    return found
  }

  /** Those of `torrentIds` that the database is to be asked about now. */
  unknownTorrents(torrentIds: readonly number[]): number[] {
    this.#changed.clear()
    return [...new Set(torrentIds)].filter((torrentId) => !this.#torrents.has(torrentId))
  }

  /** It is asked for again: it may be somebody else's now. */
  forgetTorrent(torrentId: number): void {
    this.#torrents.delete(torrentId)
    this.#changed.add(torrentId)
  }

  torrent(torrentId: number): SettledTorrent {
    return this.#torrents.get(torrentId) ?? { sizeBytes: 0, uploaderId: 0 }
  }

  /** Fills the memory before there is anything newer in it. */
  learn({ marks, pairs }: Pick<KnownMarks, 'marks' | 'pairs'>, nowSeconds: number): void {
    for (const mark of marks) this.#sessions.set(sessionKey(mark), markUntil(mark, nowSeconds))
    for (const pair of pairs) this.#pairs.set(pairKey(pair), settledPair(pair, nowSeconds))
  }

  learnTorrents(torrents: KnownMarks['torrents']): void {
    if (this.#torrents.size + torrents.length > torrentsMost) this.#torrents.clear()
    for (const { torrentId, sizeBytes, uploaderId } of torrents)
      if (!this.#changed.has(torrentId)) this.#torrents.set(torrentId, { sizeBytes, uploaderId })
  }

  /** Torrents of which the database knows nothing. */
  learnUnknown(torrentIds: Iterable<number>): void {
    for (const torrentId of torrentIds)
      if (!this.#torrents.has(torrentId) && !this.#changed.has(torrentId))
        this.#torrents.set(torrentId, { sizeBytes: 0, uploaderId: 0 })
  }

  apply({ sessions, pairs }: Settlement): void {
    for (const [key, mark] of sessions) this.#sessions.set(key, mark)
    for (const [key, pair] of pairs) this.#pairs.set(key, pair)
  }

  /** The clock was set back: nothing may lie ahead of it, or no announce would be newer for as long. */
  endAt(nowSeconds: number): void {
    this.#sessions.map((mark) => markUntil(mark, nowSeconds))
    this.#pairs.map((pair) =>
      pair.seededUntil > nowSeconds ? { ...pair, seededUntil: nowSeconds } : pair,
    )
  }
}

/** A clock that was ahead moves no mark into the future. */
function markUntil(mark: SessionMark, nowSeconds: number): SessionMark {
  const { at, belowSince, beginning } = mark
  if (Math.max(at, belowSince, beginning?.at ?? 0) <= nowSeconds) return mark
  return {
    ...mark,
    at: Math.min(at, nowSeconds),
    belowSince: Math.min(belowSince, nowSeconds),
    beginning: beginning && { ...beginning, at: Math.min(beginning.at, nowSeconds) },
  }
}

function settledPair(pair: StoredPair, nowSeconds: number): PairMark {
  return { ...pair, seededUntil: Math.min(pair.seededUntil, nowSeconds) }
}
