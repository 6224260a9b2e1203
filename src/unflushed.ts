/**
 * What is settled and not stored yet, by member: the marks, and what lies between them and those that are stored. Both
 * are given to a flush together, a member at a time, so that what is stored is never one without the other. What comes
 * in addition is merged, never replaced.
 */
import { dayOf } from '#base/day'
import type {
  AccountingFlush,
  AnonymousCompletion,
  DayCredit,
  MemberCompletion,
  PairCredit,
  SuspicionSum,
} from '#index/accounting/accounting-repository'
import { type PairMark, pairKey, type SessionMark } from '#tracker/accounting/marks'
import type { Announced, Credit, Settlement } from '#tracker/accounting/settle'
import type { Suspicion } from '#tracker/accounting/suspicion'

/** An announce with the name of its client. */
export type LedgerAnnounce = Announced & { readonly client: string }

export type FlushContents = Omit<AccountingFlush, 'run' | 'sequence' | 'at' | 'pointsPerCompletion'>

type MemberPart = {
  readonly marks: Map<string, SessionMark>
  readonly pairs: Map<string, PairCredit>
  readonly days: Map<number, DayCredit>
  readonly completions: MemberCompletion[]
  readonly suspicions: Map<string, SuspicionSum>
}

export class Unflushed {
  readonly #members = new Map<number, MemberPart>()
  /** Members with sessions that no flush has stored: a crash would forget that they were there. */
  readonly #withNew = new Set<number>()
  readonly #anonymous = new Map<string, AnonymousCompletion>()
  #marks = 0

  /** Sessions whose marks wait. */
  get marks(): number {
    return this.#marks
  }

  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#anonymous.size === 0
  }

  /** Whether it has the mark of this key, of a session or a pair. */
  has(key: string, memberId: number): boolean {
    const part = this.#members.get(memberId)
    return part !== undefined && (part.marks.has(key) || part.pairs.has(key))
  }

  /** `isNew` tells sessions that were not known before. */
  add(
    announces: readonly LedgerAnnounce[],
    settlement: Settlement,
    isNew: (key: string) => boolean,
  ): void {
    for (const [key, mark] of settlement.sessions) {
      const { marks } = this.#partOf(mark.memberId)
      if (!marks.has(key)) this.#marks++
      marks.set(key, mark)
      if (isNew(key)) this.#withNew.add(mark.memberId)
    }
    for (const pair of settlement.pairs.values()) this.#touch(pair)
    for (const announce of announces) this.#note(announce)
    for (const credit of settlement.credits) this.#credit(credit)
    for (const completion of settlement.completions)
      this.#partOf(completion.memberId).completions.push(completion)
    for (const suspicion of settlement.suspicions) this.#suspect(suspicion)
    for (const { torrentId, peer, at } of settlement.anonymous)
      if (!this.#anonymous.has(`${torrentId}/${peer}`))
        this.#anonymous.set(`${torrentId}/${peer}`, { torrentId, peer, at })
  }

  /** Takes whole members, those with new sessions first, until they have `most` sessions or there are no more. */
  take(most: number): FlushContents {
    const parts: MemberPart[] = []
    let marks = 0
    for (const memberId of this.#inOrder()) {
      if (marks >= most) break
      const part = this.#members.get(memberId)
      if (part === undefined) continue
      parts.push(part)
      marks += part.marks.size
      this.#members.delete(memberId)
      this.#withNew.delete(memberId)
    }
    this.#marks -= marks
    return {
      marks: parts.flatMap((part) => [...part.marks.values()]),
      pairs: parts.flatMap((part) => [...part.pairs.values()]),
      days: parts.flatMap((part) => [...part.days.values()]),
      completions: parts.flatMap((part) => part.completions),
      suspicions: parts.flatMap((part) => [...part.suspicions.values()]),
      anonymous: this.#takeAnonymous(most),
    }
  }

  *#inOrder(): Generator<number> {
    yield* this.#withNew
    yield* this.#members.keys()
  }

  #takeAnonymous(most: number): AnonymousCompletion[] {
    const taken = [...this.#anonymous].slice(0, most)
    for (const [key] of taken) this.#anonymous.delete(key)
    return taken.map(([, completion]) => completion)
  }

  #partOf(memberId: number): MemberPart {
    const known = this.#members.get(memberId)
    if (known !== undefined) return known
    const part: MemberPart = {
      marks: new Map(),
      pairs: new Map(),
      days: new Map(),
      completions: [],
      suspicions: new Map(),
    }
    this.#members.set(memberId, part)
    return part
  }

  #touch({ memberId, torrentId, seededUntil }: PairMark): void {
    const { pairs } = this.#partOf(memberId)
    const key = pairKey({ memberId, torrentId })
    const pair = pairs.get(key) ?? { ...noCredit, memberId, torrentId }
    pairs.set(key, { ...pair, seededUntil })
  }

  #note({ memberId, torrentId, at, client }: LedgerAnnounce): void {
    const pairs = this.#members.get(memberId)?.pairs
    const key = pairKey({ memberId, torrentId })
    const pair = pairs?.get(key)
    if (pair === undefined) return
    pairs?.set(key, {
      ...pair,
      firstAt: Math.min(pair.firstAt, at),
      lastAt: Math.max(pair.lastAt, at),
      client: at >= pair.lastAt && client !== '' ? client : pair.client,
    })
  }

  #suspect({ kind, memberId, torrentId, at, bytes, seconds }: Suspicion): void {
    const { suspicions } = this.#partOf(memberId)
    const key = `${kind}/${torrentId}`
    const one = { kind, memberId, torrentId, times: 1, bytes, firstAt: at, lastAt: at }
    const worst = { worstBytes: bytes, worstSeconds: seconds }
    const known = suspicions.get(key)
    suspicions.set(key, known === undefined ? { ...one, ...worst } : addedUp(known, at, worst))
  }

  #credit({ memberId, torrentId, at, uploaded, downloaded, seedSeconds }: Credit): void {
    const { pairs, days } = this.#partOf(memberId)
    const credit = { uploaded, downloaded, seedSeconds }
    const key = pairKey({ memberId, torrentId })
    const pair = pairs.get(key) ?? { ...noCredit, memberId, torrentId }
    pairs.set(key, { ...pair, ...sumOf(pair, credit) })
    const day = dayOf(at)
    const sums = days.get(day) ?? { ...noAmounts, memberId, day }
    days.set(day, { ...sums, ...sumOf(sums, credit) })
  }
}

type Amounts = Pick<Credit, 'uploaded' | 'downloaded' | 'seedSeconds'>

const noAmounts: Amounts = { uploaded: 0, downloaded: 0, seedSeconds: 0 }
const noCredit = { ...noAmounts, seededUntil: 0, firstAt: Infinity, lastAt: 0, client: '' }

function addedUp(
  known: SuspicionSum,
  at: number,
  { worstBytes, worstSeconds }: Pick<SuspicionSum, 'worstBytes' | 'worstSeconds'>,
): SuspicionSum {
  return {
    ...known,
    ...(worstBytes > known.worstBytes ? { worstBytes, worstSeconds } : {}),
    times: known.times + 1,
    bytes: Math.min(known.bytes + worstBytes, Number.MAX_SAFE_INTEGER),
    firstAt: Math.min(known.firstAt, at),
    lastAt: Math.max(known.lastAt, at),
  }
}

function sumOf(one: Amounts, other: Amounts): Amounts {
  const most = Number.MAX_SAFE_INTEGER
  return {
    uploaded: Math.min(one.uploaded + other.uploaded, most),
    downloaded: Math.min(one.downloaded + other.downloaded, most),
    seedSeconds: Math.min(one.seedSeconds + other.seedSeconds, most),
  }
}
