/**
 * What is settled of a member with one torrent and not stored yet, but for the marks themselves. There may be hundreds of
 * thousands while the database is away, so it is as small as it can be.
 */
import { dayOf } from '#base/day'
import type {
  DayCredit,
  MemberCompletion,
  PairCredit,
  SuspicionSum,
} from '#index/accounting/accounting-repository'
import type { Announced, Credit } from '#tracker/accounting/settle'
import type { Suspicion } from '#tracker/accounting/suspicion'
import { type CreditAmounts, noAmounts, sumOfAmounts } from './credit-amounts.ts'

/** An announce with the name of its client. */
export type LedgerAnnounce = Announced & { readonly client: string }

/** Of most pairs there is nothing but one session and one day. */
const none: readonly never[] = []

export class UnflushedPair {
  readonly #memberId: number
  readonly #torrentId: number
  #sessions: string[] | undefined
  #seededUntil = 0
  #firstAt = Infinity
  #lastAt = 0
  #client = ''
  /** The last day, and what is credited of it. */
  #day = 0
  #amounts = noAmounts
  #daysBefore: readonly DayCredit[] = none
  #completions: readonly MemberCompletion[] = none
  #suspicions: readonly SuspicionSum[] = none

  constructor({ memberId, torrentId }: Pick<PairCredit, 'memberId' | 'torrentId'>) {
    this.#memberId = memberId
    this.#torrentId = torrentId
  }

  /** Sessions whose marks wait. */
  get size(): number {
    return this.#sessions?.length ?? 0
  }

  /** The sum of its days. */
  get credit(): PairCredit {
    const { uploaded, downloaded, seedSeconds } = this.#sum
    return {
      memberId: this.#memberId,
      torrentId: this.#torrentId,
      uploaded,
      downloaded,
      seedSeconds,
      seededUntil: this.#seededUntil,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      client: this.#client,
    }
  }

  /** Each once, those with something on them. */
  get days(): readonly DayCredit[] {
    return this.#amounts === noAmounts ? none : [...this.#daysBefore, this.#lastDay]
  }

  get completions(): readonly MemberCompletion[] {
    return this.#completions
  }

  get suspicions(): readonly SuspicionSum[] {
    return this.#suspicions
  }

  /** One that is not there yet. */
  addSession(key: string): void {
    if (this.#sessions === undefined) this.#sessions = [key]
    else this.#sessions.push(key)
  }

  /** Keys of up to `most` sessions, 1 or more, whose marks are to be stored now. */
  takeSessions(most: number): readonly string[] {
    return this.#sessions?.splice(-most) ?? none
  }

  seedUntil(seededUntil: number): void {
    this.#seededUntil = seededUntil
  }

  note({ at, client }: LedgerAnnounce): void {
    if (at >= this.#lastAt && client !== '') this.#client = client
    this.#firstAt = Math.min(this.#firstAt, at)
    this.#lastAt = Math.max(this.#lastAt, at)
  }

  add(credit: Credit): void {
    const day = dayOf(credit.at)
    if (day !== this.#day) this.#begin(day)
    this.#amounts = sumOfAmounts(this.#amounts, credit)
  }

  complete(completion: MemberCompletion): void {
    this.#completions = [...this.#completions, completion]
  }

  suspect({ kind, memberId, torrentId, at, bytes, seconds }: Suspicion): void {
    const one = { kind, memberId, torrentId, times: 1, bytes, firstAt: at, lastAt: at }
    const worst = { worstBytes: bytes, worstSeconds: seconds }
    const known = this.#suspicions.find((sum) => sum.kind === kind)
    const others = this.#suspicions.filter((sum) => sum !== known)
    const sum = known === undefined ? { ...one, ...worst } : addedUp(known, at, worst)
    this.#suspicions = [...others, sum]
  }

  get #lastDay(): DayCredit {
    const { uploaded, downloaded, seedSeconds } = this.#amounts
    return { memberId: this.#memberId, day: this.#day, uploaded, downloaded, seedSeconds }
  }

  get #sum(): CreditAmounts {
    return this.#daysBefore.reduce<CreditAmounts>(sumOfAmounts, this.#amounts)
  }

  /** Announces come from several threads, so around midnight a day may come again. */
  #begin(day: number): void {
    const known = this.days.find((one) => one.day === day)
    this.#daysBefore = this.days.filter((one) => one !== known)
    this.#day = day
    this.#amounts = known ?? noAmounts
  }
}

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
