/**
 * What people do to a petition. Each function gives the petition as it is afterwards, or throws PetitionError with the
 * reason why it cannot be done; whoever calls has let time do its part before (`advance`). Pure: times are passed in, and
 * one that is earlier than what was done last counts as that.
 */
import { advance, cleared, expunged } from './advance.ts'
import {
  type Expunging,
  isInForce,
  isVotedOn,
  type NewPetition,
  type Person,
  type Petition,
  type PetitionAct,
  type PetitionEnding,
  type PetitionState,
  type Vote,
} from './petition.ts'
import { PetitionError } from './petition-error.ts'
import { scoreAt } from './score.ts'

export type Ballot = Vote & {
  /** The vote of a torrent's uploader for expunging it, which decides alone and takes the place of one against it. */
  readonly isDecisive: boolean
}

/** With the first vote. */
export function openPetition(
  petition: NewPetition & { readonly id: number },
  ballot: Ballot,
): Petition {
  const opened: Petition = {
    ...petition,
    votes: [],
    state: 'open',
    stateAt: petition.openedAt,
    ending: undefined,
    appeal: undefined,
    decision: undefined,
    isExpungeDue: false,
    expunging: undefined,
  }
  return castVote(opened, ballot)
}

export function castVote(petition: Petition, ballot: Ballot): Petition {
  if (!isVotedOn(petition)) throw closedPetition(petition)
  const { by, isFor } = ballot
  const decides = ballot.isDecisive && isFor
  const others = petition.votes.filter((vote) => vote.by.id !== by.id)
  const isSecond = others.length < petition.votes.length
  if (isSecond && !decides) throw alreadyVoted
  const at = Math.max(ballot.at, latestOf(petition))
  // Which makes the score the threshold, whatever it was.
  const missing = decides
    ? petition.terms.threshold - scoreAt({ ...petition, votes: others }, at)
    : 0
  const weight = Math.max(ballot.weight, missing)
  const voted = { ...petition, votes: [...others, { by, isFor, weight, at }] }
  return decides ? expunged(voted, 'uploader', at) : advance(voted, at)
}

/** Its target is gone, or another petition came into force. */
export function endPetition(petition: Petition, by: PetitionEnding, at: number): Petition {
  return isVotedOn(petition) ? cleared(petition, by, Math.max(at, latestOf(petition))) : petition
}

/** Who may is for the caller to know, and whether the target is a gallery. */
export function appealAgainst(
  petition: Petition,
  appeal: NonNullable<Petition['appeal']>,
): Petition {
  if (petition.state !== 'active') throw notInForce
  if (petition.appeal !== undefined) throw appealedBefore
  const at = Math.max(appeal.at, petition.stateAt)
  return { ...petition, state: 'appealed', stateAt: at, appeal: { ...appeal, at } }
}

export type NewDecision = {
  readonly act: PetitionAct
  readonly verdict: string
  readonly by: Person
  readonly at: number
}

/** The states in which each act can be decided. */
const decidable: Readonly<Record<PetitionAct, readonly PetitionState[]>> = {
  expunge: ['open', 'held'],
  reject: ['open', 'held'],
  restore: ['active'],
  grant: ['appealed'],
  dismiss: ['appealed'],
}

export function actsOn({ state }: Pick<Petition, 'state'>): readonly PetitionAct[] {
  const acts = Object.entries(decidable) as [PetitionAct, readonly PetitionState[]][]
  return acts.flatMap(([act, states]) => (states.includes(state) ? [act] : []))
}

/** Where it leads to `restored` the target is live again already. */
export function decidePetition(petition: Petition, decision: NewDecision): Petition {
  const { act } = decision
  if (!actsOn(petition).includes(act)) throw cannotDecide
  const at = Math.max(decision.at, latestOf(petition))
  const decided = { ...petition, decision: { ...decision, at, from: petition.state } }
  if (act === 'expunge') return expunged(decided, 'staff', at)
  if (act === 'reject') return cleared(decided, 'rejected', at)
  if (act === 'dismiss') return { ...decided, state: 'active', stateAt: at }
  return { ...decided, state: 'restored', stateAt: at, isExpungeDue: false, expunging: undefined }
}

/** Takes the last decision back. One that was voted on is open again, for as long as it has left. */
export function undoDecision(petition: Petition, nowSeconds: number): Petition {
  const { decision, state } = petition
  if (decision === undefined || state !== stateAfter[decision.act]) throw nothingToUndo
  const at = Math.max(nowSeconds, petition.stateAt)
  const undone = { ...petition, decision: undefined, stateAt: at }
  if (decision.act === 'dismiss') return { ...undone, state: 'appealed' }
  if (state === 'restored') return { ...undone, state: decision.from, isExpungeDue: true }
  const open = {
    state: 'open',
    ending: undefined,
    isExpungeDue: false,
    expunging: undefined,
  } as const
  return advance({ ...undone, ...open }, at)
}

const stateAfter: Readonly<Record<PetitionAct, PetitionState>> = {
  expunge: 'active',
  reject: 'cleared',
  restore: 'restored',
  grant: 'restored',
  dismiss: 'active',
}

/** Its target was expunged; `expunging` is undefined where that was not by the petition. */
export function carriedOut(petition: Petition, expunging: Expunging | undefined): Petition {
  return isInForce(petition) ? { ...petition, isExpungeDue: false, expunging } : petition
}

/** Its target was restored in another way. */
export function restoredOutside(petition: Petition, nowSeconds: number): Petition {
  if (!isInForce(petition) || petition.isExpungeDue) return petition
  const at = Math.max(nowSeconds, petition.stateAt)
  return { ...petition, state: 'restored', stateAt: at, decision: undefined, expunging: undefined }
}

function latestOf({ stateAt, votes }: Petition): number {
  return Math.max(stateAt, votes.at(-1)?.at ?? stateAt)
}

function closedPetition({ ending }: Petition): PetitionError {
  return new PetitionError(
    'wrong_state',
    `the voting is over, ${endingTexts[ending?.by ?? 'votes']}; look at what became of it`,
  )
}

const endingTexts: Readonly<Record<PetitionEnding, string>> = {
  votes: 'because there were enough votes',
  uploader: 'because the uploader voted to expunge',
  staff: 'because a moderator decided to expunge',
  rejected: 'because a moderator decided to keep it',
  expired: 'because its time has passed',
  superseded: 'because another petition came into force first',
  gone: 'because what it is about is gone',
}

const alreadyVoted = new PetitionError(
  'already_voted',
  'you have voted on this petition; votes cannot be changed or withdrawn',
)

const notInForce = new PetitionError(
  'wrong_state',
  'only a petition that is in force can be appealed against; look at its state',
)

const appealedBefore = new PetitionError(
  'wrong_state',
  'there was an appeal against this petition, and it was decided; ask a moderator',
)

const cannotDecide = new PetitionError(
  'wrong_state',
  'this cannot be decided in the state that the petition is in now; look at it again',
)

const nothingToUndo = new PetitionError(
  'wrong_state',
  'there is no decision that can be taken back; look at what happened since',
)
