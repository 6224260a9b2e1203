/**
 * What time alone does to a petition: votes expire, a hold ends, its days are over. A function of the petition and of the
 * time, so that it makes no difference when, how often or by whom it is asked: each moment at which something can change
 * is looked at by itself, in order, with the votes that counted then.
 */
import { isVotedOn, type Petition, type PetitionEnding } from './petition.ts'
import { countingVotes, expiryOf, scoreAt } from './score.ts'

/** As it is at `nowSeconds`. */
export function advance(petition: Petition, nowSeconds: number): Petition {
  let current = petition
  for (;;) {
    const next = nextChange(current, nowSeconds)
    if (next === undefined) return current
    current = next
  }
}

function nextChange(petition: Petition, nowSeconds: number): Petition | undefined {
  for (const moment of momentsOf(petition)) {
    if (moment > nowSeconds) return undefined
    const changed = changeAt(petition, moment)
    if (changed !== petition) return changed
  }
  return undefined
}

/** When the next thing can happen by itself, after `nowSeconds`; it may turn out to be nothing. */
export function nextMoment(petition: Petition, nowSeconds: number): number | undefined {
  return momentsOf(petition).find((moment) => moment > nowSeconds)
}

/** One step of what is due at a moment, or the petition itself. */
function changeAt(petition: Petition, moment: number): Petition {
  const { terms, state, stateAt } = petition
  const isEnough = scoreAt(petition, moment) >= terms.threshold
  if (state === 'held') {
    if (!isEnough) return { ...petition, state: 'open', stateAt: moment }
    return moment >= stateAt + terms.holdSeconds ? expunged(petition, 'votes', moment) : petition
  }
  if (state !== 'open') return petition
  if (isEnough) return { ...petition, state: 'held', stateAt: moment }
  const isOver = moment >= (terms.clearsAt ?? moment + 1)
  const isForgotten = terms.clearsAt === undefined && countingVotes(petition, moment).length === 0
  return isOver || isForgotten ? cleared(petition, 'expired', moment) : petition
}

/** Of one that is held: the time since `downSince`, in which nobody could vote, is no part of its hold. */
export function heldOver(petition: Petition, downSince: number, nowSeconds: number): Petition {
  const { state, stateAt } = petition
  const downSeconds = nowSeconds - Math.max(stateAt, downSince)
  if (state !== 'held' || downSeconds <= 0) return petition
  return { ...petition, stateAt: stateAt + downSeconds }
}

export function expunged(petition: Petition, by: PetitionEnding, at: number): Petition {
  return { ...petition, state: 'active', stateAt: at, ending: { by, at }, isExpungeDue: true }
}

export function cleared(petition: Petition, by: PetitionEnding, at: number): Petition {
  return { ...petition, state: 'cleared', stateAt: at, ending: { by, at } }
}

/**
 * The moments at which something can change, in order. Those before the state began are over; the one at which it began is
 * looked at again, because a petition without a hold is held and in force at the same time.
 */
function momentsOf(petition: Petition): readonly number[] {
  if (!isVotedOn(petition)) return []
  const { votes, terms, state, stateAt } = petition
  const all = [
    ...votes.flatMap((vote) => [vote.at, expiryOf(vote, terms) ?? vote.at]),
    ...(state === 'held' ? [stateAt + terms.holdSeconds] : []),
    terms.clearsAt ?? stateAt,
    stateAt,
  ]
  return all.filter((moment) => moment >= stateAt).toSorted((a, b) => a - b)
}
