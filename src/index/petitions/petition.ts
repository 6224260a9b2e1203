/**
 * A petition to expunge a torrent or a gallery, as it is kept. Times are unix seconds.
 *
 *            votes reach the threshold        and stay there for the hold
 *     open ─────────────────────────────▶ held ──────────────────────────▶ active ◀──┐ dismissed
 *      │ ◀───────────────────────────────┘ they fall below it                │ appeal │
 *      │ its time is over, or nothing is left to vote on                     ▼        │
 *      ▼                                                       granted    appealed ───┘
 *   cleared                                                 restored ◀──────┘
 *
 * Those who moderate may decide at any time, and take back what they decided last; nothing else leads out of `cleared`
 * and `restored`.
 */

export const petitionKinds = ['torrent', 'gallery'] as const
export type PetitionKind = (typeof petitionKinds)[number]

/**
 * `id` is that of the torrent's row, or the id of a gallery's first version: a petition is about a gallery in all its
 * versions, so that a new one does not take it out of the vote.
 */
export type PetitionTarget = { readonly kind: PetitionKind; readonly id: number }

/** `open` and `held` may be voted on; `active` and `appealed` are in force: the target is expunged. */
export const petitionStates = ['open', 'held', 'active', 'appealed', 'cleared', 'restored'] as const
export type PetitionState = (typeof petitionStates)[number]

/**
 * What ended the voting: the votes, that of the uploader, those who moderate (`staff` expunged it, `rejected` kept it), its
 * time, another petition that came into force first, or that the target was gone.
 */
export const petitionEndings = [
  'votes',
  'uploader',
  'staff',
  'rejected',
  'expired',
  'superseded',
  'gone',
] as const
export type PetitionEnding = (typeof petitionEndings)[number]

/** What those who moderate decide: the first two while it is voted on, then of one in force, then of an appeal. */
export const petitionActs = ['expunge', 'reject', 'restore', 'grant', 'dismiss'] as const
export type PetitionAct = (typeof petitionActs)[number]

export type Person = { readonly id: number; readonly name: string }

export type Vote = {
  readonly by: Person
  /** For expunging. */
  readonly isFor: boolean
  /** The voter's power at the time, as far as it counts; never below 0. */
  readonly weight: number
  readonly at: number
}

/** As they were in force when it was opened: a reload changes them for the next one. */
export type PetitionTerms = {
  readonly threshold: number
  /** The score has to stay at the threshold for as long. */
  readonly holdSeconds: number
  /** After this a vote counts no more; undefined where votes last as long as the petition. */
  readonly voteSeconds: number | undefined
  /** When it is cleared if it is still open; undefined where only its votes end it. */
  readonly clearsAt: number | undefined
}

export type Appeal = { readonly by: Person; readonly statement: string; readonly at: number }

/** The last one. */
export type PetitionDecision = {
  readonly act: PetitionAct
  /** Why, or ''. */
  readonly verdict: string
  readonly by: Person
  readonly at: number
  /** Where it leads back to. */
  readonly from: PetitionState
}

/** How its target was expunged, in the words of the target: where that has others, somebody has decided anew. */
export type Expunging = { readonly at: number; readonly reason: string }

export type NewPetition = {
  readonly target: PetitionTarget
  readonly starter: Person
  readonly explanation: string
  readonly openedAt: number
  readonly terms: PetitionTerms
}

export type Petition = NewPetition & {
  readonly id: number
  /** In the order in which they were cast; one of a member. */
  readonly votes: readonly Vote[]
  readonly state: PetitionState
  /** Since when it is in that state. */
  readonly stateAt: number
  /** Undefined while it may be voted on. */
  readonly ending: { readonly by: PetitionEnding; readonly at: number } | undefined
  readonly appeal: Appeal | undefined
  readonly decision: PetitionDecision | undefined
  /** It is in force, and the target is yet to be expunged. */
  readonly isExpungeDue: boolean
  /** Undefined while it has not expunged its target, and where somebody else was faster. */
  readonly expunging: Expunging | undefined
}

/** How the audit log names it. */
export function petitionLabel({ id }: Pick<Petition, 'id'>): string {
  return `petition ${id}`
}

export function isVotedOn({ state }: Pick<Petition, 'state'>): boolean {
  return state === 'open' || state === 'held'
}

/** Whether its target is to be expunged. */
export function isInForce({ state }: Pick<Petition, 'state'>): boolean {
  return state === 'active' || state === 'appealed'
}
