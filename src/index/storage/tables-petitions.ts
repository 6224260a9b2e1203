/** The tables of petitions as both engines have them; `migrations/0013-petitions.ts` and `0022-own-expungings.ts` make them. */
import type { Generated } from 'kysely'
import type {
  PetitionAct,
  PetitionEnding,
  PetitionKind,
  PetitionState,
} from '#index/petitions/petition'

export type PetitionTables = {
  readonly petitions: PetitionsTable
  readonly petition_votes: PetitionVotesTable
}

/** Null where there is no such thing, yet or at all. */
type PetitionsTable = {
  readonly id: Generated<number>
  readonly kind: PetitionKind
  readonly target_id: number
  readonly starter_id: number
  readonly explanation: string
  readonly opened_at: number
  readonly threshold: number
  readonly hold_seconds: number
  readonly vote_seconds: number | null
  readonly clears_at: number | null
  readonly state: PetitionState
  readonly state_at: number
  readonly ended_by: PetitionEnding | null
  readonly ended_at: number | null
  readonly appealed_by_id: number | null
  readonly appeal_statement: string | null
  readonly appealed_at: number | null
  readonly decision_act: PetitionAct | null
  readonly decision_verdict: string | null
  readonly decided_by_id: number | null
  readonly decided_at: number | null
  readonly decided_from: PetitionState | null
  readonly is_expunge_due: 0 | 1
  readonly expunged_at: number | null
  readonly expunged_reason: string | null
  readonly due_at: number | null
}

type PetitionVotesTable = {
  readonly petition_id: number
  readonly member_id: number
  readonly is_for: 0 | 1
  readonly weight: number
  /** In the order in which they were cast, from 0. */
  readonly position: number
  readonly at: number
}
