/**
 * What petitions need of a database. Every method that changes one is a single transaction, and no two of them run at the
 * same time: what a step is given is what there is. What a step refuses changes nothing. All reject with StorageError.
 */
import type { AuditEntry } from '#index/audit/audit-repository'
import type { NewNotice } from '#index/notifications/notice'
import type { NoticeTimes } from '#index/notifications/notice-repository'
import type {
  NewPetition,
  Petition,
  PetitionKind,
  PetitionState,
  PetitionTarget,
} from './petition.ts'
import type { PetitionError } from './petition-error.ts'

/** `others` are those of the same target that are voted on or in force. Pure: it may be asked more than once. */
export type PetitionStep = (
  petition: Petition,
  others: readonly Petition[],
) => PetitionChange | PetitionError

export type StoredPetition = {
  readonly petition: Petition
  /** When something may happen to it by itself; undefined where nothing will. */
  readonly dueAt: number | undefined
}

/** Those that are changed, what the audit log says of it, and who is told. */
export type PetitionChange = {
  readonly petitions: readonly StoredPetition[]
  readonly log: readonly AuditEntry[]
  /** Undefined where nobody is. */
  readonly told: { readonly notices: readonly NewNotice[]; readonly times: NoticeTimes } | undefined
}

export type PetitionRepository = {
  /** `step` gets it without a vote, and gives it with one. `too_many`: `limit` of its starter since then. */
  readonly add: (
    petition: NewPetition,
    rule: { readonly since: number; readonly limit: number },
    step: PetitionStep,
  ) => Promise<Petition | PetitionError | 'too_many'>
  /** Undefined where there is no such petition. */
  readonly change: (
    petitionId: number,
    step: PetitionStep,
  ) => Promise<Petition | PetitionError | undefined>
  readonly find: (petitionId: number) => Promise<Petition | undefined>
  /** The latest first; those before an id. */
  readonly list: (query: PetitionQuery) => Promise<readonly Petition[]>
  /** What ended last, first. */
  readonly ended: (limit: number) => Promise<readonly Petition[]>
  /** What those who moderate decided last, first. */
  readonly decided: (limit: number) => Promise<readonly Petition[]>
  readonly appealedTotal: () => Promise<number>
  /** Those that are voted on or in force. */
  readonly ofTarget: (target: PetitionTarget) => Promise<readonly Petition[]>
  /**
   * Ids beyond one, ascending: of petitions to which something may happen by then, or which are voted on though their
   * target is gone.
   */
  readonly due: (nowSeconds: number, afterId: number, limit: number) => Promise<readonly number[]>
  /** When holds were last seen to go on; undefined where none ever were. */
  readonly heldUntil: () => Promise<number | undefined>
  readonly noteHeldUntil: (at: number) => Promise<void>
  /** How many of a member are in force without the vote of an uploader; `most` at most. */
  readonly goodTotal: (starterId: number, most: number) => Promise<number>
  /** For the export of it: petitions a member started, those they appealed against, and votes, beyond an id of a petition. */
  readonly startedBy: (
    memberId: number,
    afterId: number,
    limit: number,
  ) => Promise<readonly Petition[]>
  readonly appealedBy: PetitionRepository['startedBy']
  readonly votesOf: (
    memberId: number,
    afterId: number,
    limit: number,
  ) => Promise<readonly OwnVote[]>
}

export type PetitionQuery = {
  readonly states: readonly PetitionState[]
  /** Of either where it is left out. */
  readonly kind?: PetitionKind | undefined
  readonly beforeId?: number | undefined
  readonly limit: number
}

export type OwnVote = {
  readonly petitionId: number
  readonly isFor: boolean
  readonly weight: number
  readonly at: number
}
