/**
 * What is settled and not stored yet, by member and torrent: the marks, and what lies between them and those that are
 * stored. Both are given to a flush together, a pair at a time, so that what is stored is never one without the other.
 * What comes in addition is merged, never replaced.
 */
import { assert } from '#base/assert'
import type {
  AccountingFlush,
  AnonymousCompletion,
  DayCredit,
} from '#index/accounting/accounting-repository'
import { pairKey, type SessionMark } from '#tracker/accounting/marks'
import type { Announced, Settlement } from '#tracker/accounting/settle'
import { sumOfAmounts } from './credit-amounts.ts'
import { type LedgerAnnounce, UnflushedPair } from './unflushed-pair.ts'

export type FlushContents = Omit<AccountingFlush, 'run' | 'sequence' | 'at' | 'pointsPerCompletion'>

type PairName = Pick<SessionMark, 'memberId' | 'torrentId'>

type MemberPart = {
  readonly marks: Map<string, SessionMark>
  readonly pairs: Map<string, UnflushedPair>
}

export class Unflushed {
  readonly #members = new Map<number, MemberPart>()
  /** Members with sessions that no flush has stored: a crash would forget that they were there. */
  readonly #withNew = new Set<number>()
  readonly #anonymous = new Map<string, AnonymousCompletion>()
  readonly #anonymousMost: number
  #marks = 0
  #lost = 0

  /** Of ends of downloads without a key there are no more than `anonymousMost`. */
  constructor(anonymousMost: number) {
    this.#anonymousMost = anonymousMost
  }

  /** Sessions whose marks wait, and ends of downloads without a key. */
  get size(): number {
    return this.#marks + this.#anonymous.size
  }

  /** Ends of downloads without a key that found no room. */
  get lost(): number {
    return this.#lost
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
    for (const [key, mark] of settlement.sessions) this.#addMark(key, mark, isNew(key))
    for (const [key, pair] of settlement.pairs) this.#pairOf(pair, key).seedUntil(pair.seededUntil)
    for (const announce of announces) this.#knownPair(announce)?.note(announce)
    for (const credit of settlement.credits) this.#pairOf(credit).add(credit)
    for (const completion of settlement.completions) this.#pairOf(completion).complete(completion)
    for (const suspicion of settlement.suspicions) this.#pairOf(suspicion).suspect(suspicion)
    for (const announce of settlement.anonymous) this.#addAnonymous(announce)
  }

  /**
   * Takes whole pairs, those of members with new sessions first, as long as they have `most` sessions together or there are
   * no more. Of a pair with more than that by itself marks come first and credits with the last of them: a crash in
   * between costs credit and makes up none.
   */
  take(most: number): FlushContents {
    const marks: SessionMark[] = []
    const pairs: UnflushedPair[] = []
    for (const memberId of this.#inOrder()) {
      const part = this.#members.get(memberId)
      if (part === undefined) continue
      if (!takePart(part, most, marks, pairs)) break
      this.#members.delete(memberId)
      this.#withNew.delete(memberId)
    }
    this.#marks -= marks.length
    return {
      marks,
      pairs: pairs.map(({ credit }) => credit),
      days: daysOf(pairs),
      completions: pairs.flatMap(({ completions }) => completions),
      suspicions: pairs.flatMap(({ suspicions }) => suspicions),
      anonymous: this.#takeAnonymous(most),
    }
  }

  *#inOrder(): Generator<number> {
    yield* this.#withNew
    yield* this.#members.keys()
  }

  #addMark(key: string, mark: SessionMark, isNew: boolean): void {
    const pair = this.#pairOf(mark)
    const { marks } = this.#partOf(mark.memberId)
    if (!marks.has(key)) {
      pair.addSession(key)
      this.#marks++
    }
    marks.set(key, mark)
    if (isNew) this.#withNew.add(mark.memberId)
  }

  #partOf(memberId: number): MemberPart {
    const known = this.#members.get(memberId)
    if (known !== undefined) return known
    const part = { marks: new Map(), pairs: new Map() }
    this.#members.set(memberId, part)
    return part
  }

  #knownPair(name: PairName): UnflushedPair | undefined {
    return this.#members.get(name.memberId)?.pairs.get(pairKey(name))
  }

  #pairOf(name: PairName, key = pairKey(name)): UnflushedPair {
    const { pairs } = this.#partOf(name.memberId)
    const known = pairs.get(key)
    if (known !== undefined) return known
    const pair = new UnflushedPair(name)
    pairs.set(key, pair)
    return pair
  }

  #addAnonymous({ torrentId, peer, at }: Announced): void {
    const key = `${torrentId}/${peer}`
    if (this.#anonymous.has(key)) return
    if (this.#anonymous.size < this.#anonymousMost)
      this.#anonymous.set(key, { torrentId, peer, at })
    else this.#lost++
  }

  #takeAnonymous(most: number): AnonymousCompletion[] {
    const taken: AnonymousCompletion[] = []
    for (const [key, completion] of this.#anonymous) {
      if (taken.length === most) break
      taken.push(completion)
      this.#anonymous.delete(key)
    }
    return taken
  }
}

/** Moves pairs of a member into a flush; false where it has no room for all of them. */
function takePart(
  part: MemberPart,
  most: number,
  marks: SessionMark[],
  pairs: UnflushedPair[],
): boolean {
  for (const [key, pair] of part.pairs) {
    const room = most - marks.length
    if (room < pair.size && marks.length > 0) return false
    for (const session of pair.takeSessions(room)) marks.push(takeMark(part, session))
    if (pair.size > 0) return false
    pairs.push(pair)
    part.pairs.delete(key)
  }
  return true
}

function takeMark({ marks }: MemberPart, key: string): SessionMark {
  const mark = marks.get(key)
  assert(mark !== undefined, 'a session of an unflushed pair has its mark')
  marks.delete(key)
  return mark
}

/** Each day of a member once. */
function daysOf(pairs: readonly UnflushedPair[]): DayCredit[] {
  const days = new Map<string, DayCredit>()
  for (const pair of pairs)
    for (const credit of pair.days) {
      const key = `${credit.memberId}/${credit.day}`
      const known = days.get(key)
      days.set(key, known === undefined ? credit : { ...known, ...sumOfAmounts(known, credit) })
    }
  return [...days.values()]
}
