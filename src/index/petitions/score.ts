/** What the votes of a petition come to at a time. Pure. */
import type { Petition, Vote } from './petition.ts'

type Voted = Pick<Petition, 'votes' | 'terms'>

/** When a vote counts no more; undefined where it always does. */
export function expiryOf({ at }: Vote, { voteSeconds }: Petition['terms']): number | undefined {
  return voteSeconds === undefined ? undefined : at + voteSeconds
}

/** Those that were cast by then and count still. */
export function countingVotes({ votes, terms }: Voted, atSeconds: number): readonly Vote[] {
  return votes.filter(
    (vote) => vote.at <= atSeconds && atSeconds < (expiryOf(vote, terms) ?? atSeconds + 1),
  )
}

export function scoreAt(petition: Voted, atSeconds: number): number {
  const counting = countingVotes(petition, atSeconds)
  return counting.reduce((sum, { isFor, weight }) => sum + (isFor ? weight : -weight), 0)
}

/** The score as it is shown: that of now, or of when the voting ended. */
export function shownScore(petition: Voted & Pick<Petition, 'ending'>, nowSeconds: number): number {
  return scoreAt(petition, petition.ending?.at ?? nowSeconds)
}
