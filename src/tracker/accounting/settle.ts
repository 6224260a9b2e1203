/**
 * What announces are worth. Pure: from the marks of sessions and pairs and some announces in any order to new marks and
 * the credits between them. Marks and credits are stored together, so nothing is counted twice, whatever is repeated
 * or lost in between:
 *
 *   counter  ──────────────●────────────●──────▶      credit = counter − mark
 *                        mark        announce          mark   = counter
 *
 * - A session that is seen for the first time begins its mark where its counters are, and is credited nothing.
 * - An announce older than the mark changes nothing. In the same second nobody knows which came first: different threads
 *   noted them.
 * - Counters below the mark are a client that began anew only when time has proved it (`counterStep`); until then the mark
 *   stays. If its `started` was heard, all that it moved since is credited then.
 * - Seeding is credited to the pair of member and torrent, so that two clients count once.
 * - A download is completed once for ever, by the event, or where it is lost by having everything after at least half of
 *   it was downloaded here; never by whoever uploaded the torrent. (A session that is seen with everything for the first
 *   time may be another client of the member, which had it before: there all of it must have been downloaded here.)
 *
 * Where the truth cannot be known, credit is lost and never made up.
 */
import { AnnounceEvent } from '#tracker/wire/announce'
import { type Counted, counterStep } from './counter-step.ts'
import {
  type PairMark,
  pairKey,
  type SessionMark,
  type SessionName,
  type SessionPoint,
  sessionKey,
} from './marks.ts'
import { seedSeconds } from './seed-time.ts'
import { type Suspicion, type SuspicionRules, suspicionsOf } from './suspicion.ts'

/** An announce of a member, or with `memberId` 0 the end of a download by somebody without a key. */
export type Announced = SessionName & {
  readonly at: number
  readonly event: AnnounceEvent
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
}

/** Only looked up in. */
export type Marks = {
  readonly sessions: { readonly get: (key: string) => SessionMark | undefined }
  readonly pairs: { readonly get: (key: string) => PairMark | undefined }
}

export type SettledTorrent = {
  /** 0 where it is unknown. */
  readonly sizeBytes: number
  /** 0 where there is none. */
  readonly uploaderId: number
}

export type SettleRules = {
  /** The longest interval that a client may have been told. */
  readonly intervalSeconds: number
  /** Clients announce again after so long: it decides when counters below the mark are believed. */
  readonly minIntervalSeconds: number
  readonly torrent: (torrentId: number) => SettledTorrent
  /** Undefined where nobody is to look. */
  readonly suspicion?: SuspicionRules
}

/** To be added to what the member has. */
export type Credit = {
  readonly memberId: number
  readonly torrentId: number
  readonly at: number
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
}

export type Completion = {
  readonly memberId: number
  readonly torrentId: number
  readonly at: number
  /** The client's own word is missing. */
  readonly isInferred: boolean
}

export type Settlement = {
  /** What has changed of the marks. */
  readonly sessions: ReadonlyMap<string, SessionMark>
  readonly pairs: ReadonlyMap<string, PairMark>
  readonly credits: readonly Credit[]
  readonly completions: readonly Completion[]
  /** Ends of downloads by those without a key; the same may come again. */
  readonly anonymous: readonly Announced[]
  /** Of what was credited. */
  readonly suspicions: readonly Suspicion[]
}

export function settle(
  marks: Marks,
  announces: readonly Announced[],
  rules: SettleRules,
): Settlement {
  const settling = new Settling(marks, rules)
  for (const announce of announces) settling.take(announce)
  return settling
}

class Settling implements Settlement {
  readonly sessions = new Map<string, SessionMark>()
  readonly pairs = new Map<string, PairMark>()
  readonly credits: Credit[] = []
  readonly completions: Completion[] = []
  readonly anonymous: Announced[] = []
  readonly suspicions: Suspicion[] = []
  readonly #marks: Marks
  readonly #rules: SettleRules

  constructor(marks: Marks, rules: SettleRules) {
    this.#marks = marks
    this.#rules = rules
  }

  take(announce: Announced): void {
    if (announce.memberId === 0) return this.#takeAnonymous(announce)
    const key = sessionKey(announce)
    const mark = this.sessions.get(key) ?? this.#marks.sessions.get(key)
    if (mark === undefined) return this.#begin(key, announce)
    if (announce.at >= mark.at) this.#goOn(key, mark, announce)
  }

  #takeAnonymous(announce: Announced): void {
    if (announce.event === AnnounceEvent.completed && announce.left === 0)
      this.anonymous.push(announce)
  }

  #begin(key: string, announce: Announced): void {
    this.sessions.set(key, markAt(announce))
    this.#storePair(announce, this.#pairOf(announce), false)
  }

  #goOn(key: string, mark: SessionMark, announce: Announced): void {
    const step = counterStep(mark, announce, this.#rules.minIntervalSeconds)
    if (step.kind === 'counted') return this.#count(key, mark, announce, step)
    const beginning = beginningAfter(mark, announce)
    const isBelow = step.kind === 'below'
    const after = isBelow ? { ...mark, belowSince: step.belowSince, beginning } : markAt(announce)
    this.sessions.set(key, after)
    this.#storePair(announce, this.#pairOf(announce), mark.left > 0)
  }

  #count(key: string, mark: SessionMark, announce: Announced, step: Counted): void {
    const pair = this.#pairOf(announce)
    const { from } = step
    // A `stopped` may be one from before the client began anew, which comes late.
    const hasStopped = announce.event === AnnounceEvent.stopped
    const beginning = from === mark && hasStopped ? beginningAfter(mark, announce) : undefined
    this.sessions.set(key, { ...markAt(announce), beginning })
    const stretch = from === mark ? (mark.beginning ?? from) : from
    const isSeeding = isStretch(from, announce) && isStretch(stretch, announce)
    const seeded = isSeeding ? this.#seeded(stretch, announce, pair) : 0
    this.#credit(announce, step.uploaded, step.downloaded, seeded)
    this.#suspect(from, announce, step)
    const seededUntil = isSeeding ? Math.max(pair.seededUntil, announce.at) : pair.seededUntil
    const downloaded = pair.downloaded + step.downloaded
    this.#storePair(announce, { ...pair, downloaded, seededUntil }, from.left > 0)
  }

  #seeded(from: SessionPoint, { at }: Announced, pair: PairMark): number {
    const stretch = { from: from.at, until: at, credited: pair.seededUntil }
    return seedSeconds(stretch, this.#rules.intervalSeconds)
  }

  #credit(announce: Announced, uploaded: number, downloaded: number, seeded: number): void {
    if (uploaded + downloaded + seeded === 0) return
    const { memberId, torrentId, at } = announce
    this.credits.push({ memberId, torrentId, at, uploaded, downloaded, seedSeconds: seeded })
  }

  #suspect(
    mark: SessionPoint,
    announce: Announced,
    { uploaded, downloaded }: Pick<Credit, 'uploaded' | 'downloaded'>,
  ): void {
    const { suspicion: rules } = this.#rules
    if (rules === undefined || uploaded + downloaded === 0) return
    const { memberId, torrentId, at: until } = announce
    const isSeeder = mark.left === 0 && announce.left === 0
    const stretch = { memberId, torrentId, from: mark.at, until, uploaded, downloaded, isSeeder }
    this.suspicions.push(...suspicionsOf(stretch, rules))
  }

  /** The pair after an announce, which may have ended the download. */
  #storePair(announce: Announced, pair: PairMark, wasLeecher: boolean): void {
    const { memberId, torrentId, at } = announce
    const isInferred = announce.event !== AnnounceEvent.completed
    const completes =
      announce.left === 0 &&
      this.#mayComplete(pair) &&
      (!isInferred || this.#hasDownloaded(pair, wasLeecher))
    if (completes) this.completions.push({ memberId, torrentId, at, isInferred })
    this.pairs.set(pairKey(announce), completes ? { ...pair, completedAt: at } : pair)
  }

  #mayComplete({ completedAt, memberId, torrentId }: PairMark): boolean {
    return completedAt === 0 && memberId !== this.#rules.torrent(torrentId).uploaderId
  }

  /** So much that whoever has everything now has it from here. */
  #hasDownloaded({ torrentId, downloaded }: PairMark, wasLeecher: boolean): boolean {
    const { sizeBytes } = this.#rules.torrent(torrentId)
    return sizeBytes > 0 && downloaded >= (wasLeecher ? sizeBytes / 2 : sizeBytes)
  }

  #pairOf(announce: Announced): PairMark {
    const { memberId, torrentId } = announce
    const key = pairKey(announce)
    const known = this.pairs.get(key) ?? this.#marks.pairs.get(key)
    return known ?? { memberId, torrentId, seededUntil: 0, downloaded: 0, completedAt: 0 }
  }
}

/** Whether a session seeded from one announce to the next. One that says `started` was away before. */
function isStretch(mark: SessionPoint, announce: Announced): boolean {
  const wasSeeding = mark.isActive && mark.left === 0
  return wasSeeding && announce.left === 0 && announce.event !== AnnounceEvent.started
}

function pointAt({ at, uploaded, downloaded, left, event }: Announced): SessionPoint {
  return { at, uploaded, downloaded, left, isActive: event !== AnnounceEvent.stopped }
}

function markAt(announce: Announced): SessionMark {
  const { torrentId, memberId, peer } = announce
  return { torrentId, memberId, peer, ...pointAt(announce), belowSince: 0 }
}

/** Where the client began anew, if it did, as it is known after an announce that does not prove it. */
function beginningAfter({ beginning }: SessionMark, announce: Announced): SessionPoint | undefined {
  if (announce.event === AnnounceEvent.started) return pointAt(announce)
  // Perhaps the end of that one: it has not seeded on then.
  const hasStopped = announce.event === AnnounceEvent.stopped
  return beginning !== undefined && hasStopped ? { ...beginning, isActive: false } : beginning
}
