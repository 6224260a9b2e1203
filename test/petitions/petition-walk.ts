/**
 * Petitions about one target as the repository would keep them, in memory, and what a random walk does to them. What is
 * known of votes is kept beside them, in a list that only ever grows.
 */
import fc from 'fast-check'
import type { Petition, PetitionTerms } from '#index/petitions/petition'
import { type PetitionEvent, stepOf } from '#index/petitions/petition-change'
import { PetitionError } from '#index/petitions/petition-error'
import {
  actsOn,
  appealAgainst,
  carriedOut,
  castVote,
  decidePetition,
  openPetition,
  undoDecision,
} from '#index/petitions/petition-events'

export type Act =
  | { readonly act: 'wait'; readonly seconds: number }
  | { readonly act: 'open' }
  | {
      readonly act: 'vote'
      readonly voter: number
      readonly isFor: boolean
      readonly weight: number
      readonly isDecisive: boolean
    }
  | { readonly act: 'appeal' | 'decide' | 'undo' | 'expunge' }

/** `which` of the petitions it is done to. */
export type Move = Act & { readonly which: number }

const seconds = fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 1500 }))

export const moves = fc.array(
  fc
    .oneof(
      { weight: 4, arbitrary: fc.record({ act: fc.constant('wait' as const), seconds }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('open' as const) }) },
      {
        weight: 8,
        arbitrary: fc.record({
          act: fc.constant('vote' as const),
          voter: fc.integer({ min: 1, max: 12 }),
          isFor: fc.boolean().map((isFor) => isFor),
          weight: fc.integer({ min: 0, max: 60 }),
          isDecisive: fc.nat(30).map((one) => one === 0),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          act: fc.constantFrom(
            'appeal' as const,
            'decide' as const,
            'undo' as const,
            'expunge' as const,
          ),
        }),
      },
    )
    .chain((act) => fc.nat(3).map((which): Move => ({ ...act, which }))),
  { maxLength: 60 },
)

/** Those of a torrent, whose votes expire, and those of a gallery, which are cleared. */
export const terms = fc.record({
  threshold: fc.integer({ min: 1, max: 120 }),
  holdSeconds: fc.constantFrom(0, 1, 300),
  voteSeconds: fc.constantFrom(undefined, 1000),
  lastsSeconds: fc.constantFrom(undefined, 2000),
})

export type Terms = Omit<PetitionTerms, 'clearsAt'> & { readonly lastsSeconds: number | undefined }

export class Walk {
  now = 1000
  readonly petitions: Petition[] = []
  /** Every change: what a petition was and what it became. */
  readonly changes: { readonly before: Petition; readonly after: Petition; readonly at: number }[] =
    []
  readonly #terms: Terms

  constructor(given: Terms) {
    this.#terms = given
  }

  make(move: Move): void {
    if (move.act === 'wait') this.now += move.seconds
    else if (move.act === 'open') this.#open()
    else this.#change(move)
  }

  /** Lets time do its part for all. */
  settle(): void {
    for (const { id } of this.petitions) this.#apply(id, (petition) => petition)
  }

  #open(): void {
    const { lastsSeconds, ...given } = this.#terms
    const clearsAt = lastsSeconds === undefined ? undefined : this.now + lastsSeconds
    const by = { id: 100 + this.petitions.length, name: '' }
    const id = this.petitions.length + 1
    const petition = {
      id,
      target: { kind: 'gallery', id: 7 } as const,
      starter: by,
      explanation: 'why',
      openedAt: this.now,
      terms: { ...given, clearsAt },
    }
    const ballot = { by, isFor: true, weight: 5, at: this.now, isDecisive: false }
    const opened = openPetition(petition, ballot)
    const placeholder: Petition = { ...opened, votes: [], state: 'cleared' }
    this.petitions.push(placeholder)
    this.#apply(id, () => opened)
  }

  #change(move: Exclude<Move, { act: 'wait' | 'open' }>): void {
    const id = (move.which % Math.max(1, this.petitions.length)) + 1
    if (this.petitions.length >= id) this.#apply(id, this.#eventOf(move))
  }

  #eventOf(move: Exclude<Move, { act: 'wait' | 'open' }>): PetitionEvent {
    const at = this.now
    const by = { id: 1, name: '' }
    if (move.act === 'vote') {
      const { voter, ...ballot } = move
      return (petition) => castVote(petition, { ...ballot, by: { id: voter, name: '' }, at })
    }
    if (move.act === 'appeal')
      return (petition) => appealAgainst(petition, { by, statement: '', at })
    if (move.act === 'undo') return (petition) => undoDecision(petition, at)
    if (move.act === 'expunge') return (petition) => carriedOut(petition, undefined)
    return (petition) => {
      const acts = actsOn(petition)
      const act = acts[move.which % Math.max(1, acts.length)] ?? 'reject'
      return decidePetition(petition, { act, verdict: '', by, at })
    }
  }

  /** What is refused changes nothing. */
  #apply(id: number, event: PetitionEvent): void {
    const at = this.now
    const find = (): Petition => this.petitions[id - 1] as Petition
    const before = find()
    const others = this.petitions.filter(
      (one) => one.id !== id && one.state !== 'cleared' && one.state !== 'restored',
    )
    const change = stepOf(event, { nowSeconds: at, cause: undefined })(before, others)
    if (change instanceof PetitionError) return
    for (const { petition } of change.petitions) {
      const was = this.petitions[petition.id - 1] as Petition
      this.changes.push({ before: was, after: petition, at })
      this.petitions[petition.id - 1] = petition
    }
  }
}
