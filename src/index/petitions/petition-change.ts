/**
 * From what became of one petition to what is written in one transaction: with it the others of its target, which end when
 * it comes into force, what the audit log says, who is told, and when to look at each again. Pure.
 */
import type { NoticeTimes } from '#index/notifications/notice-repository'
import { shortened } from '#index/notifications/notices'
import { advance, heldOver, nextMoment } from './advance.ts'
import { isInForce, type Petition } from './petition.ts'
import { PetitionError } from './petition-error.ts'
import { endPetition, restoredOutside } from './petition-events.ts'
import { type Cause, logOf } from './petition-log.ts'
import { noticesOf } from './petition-notices.ts'
import type { PetitionChange, PetitionStep, StoredPetition } from './petition-repository.ts'
import type { Subject } from './petition-targets.ts'

export type Asked = {
  readonly nowSeconds: number
  /** Undefined where nobody did anything. */
  readonly cause: Cause | undefined
  /** Nobody is told anything without it. */
  readonly telling?: Telling | undefined
}

export type Telling = {
  /** What the petition is about. */
  readonly subject: Subject
  /** Who did it; undefined where it came of itself. */
  readonly byId: number | undefined
  /** The petition is opened by it. */
  readonly isOpening: boolean
  readonly times: NoticeTimes
}

/** What `event` makes of a petition to which time has done its part. It may throw PetitionError. */
export type PetitionEvent = (petition: Petition, others: readonly Petition[]) => Petition

export function stepOf(event: PetitionEvent, { nowSeconds, cause, telling }: Asked): PetitionStep {
  return (before, others) => {
    const after = outcomeOf(() => event(advance(before, nowSeconds), others))
    if (after instanceof PetitionError) return after
    const comesIntoForce = isInForce(after) && !isInForce(before)
    const ended = comesIntoForce ? others.flatMap((other) => endOf(other, nowSeconds)) : []
    const log = [
      ...logOf(before, after, cause, nowSeconds),
      ...ended.flatMap(([was, is]) => logOf(was, is, undefined, nowSeconds)),
    ]
    const changed = [after, ...ended.map(([, is]) => is)]
    return {
      petitions: changed.map((petition) => storedOf(petition, nowSeconds)),
      log,
      told: telling && toldOf([[before, after], ...ended], telling),
    }
  }
}

/** In the transaction of the change, so that nobody is left untold, whatever becomes of the process. */
function toldOf(
  changed: readonly (readonly [Petition, Petition])[],
  { subject, byId, isOpening, times }: Telling,
): PetitionChange['told'] {
  const notices = changed.flatMap(([was, after], index) => {
    const before = isOpening && index === 0 ? undefined : was
    return noticesOf({ before, after, subject, byId })
  })
  return { notices: notices.map(shortened), times }
}

/** The first thing after a start: before time does its part. */
export function heldOverStep(downSince: number, nowSeconds: number): PetitionStep {
  return (before) => {
    const petition = heldOver(before, downSince, nowSeconds)
    return { petitions: [storedOf(petition, nowSeconds)], log: [], told: undefined }
  }
}

function outcomeOf(work: () => Petition): Petition | PetitionError {
  try {
    return work()
  } catch (error) {
    if (error instanceof PetitionError) return error
    throw error
  }
}

/** One that is in force yet is so in name only: its target is there again, or this one could not have been opened. */
function endOf(other: Petition, nowSeconds: number): [Petition, Petition][] {
  const is = isInForce(other)
    ? restoredOutside({ ...other, isExpungeDue: false }, nowSeconds)
    : endPetition(other, 'superseded', nowSeconds)
  return is === other ? [] : [[other, is]]
}

function storedOf(petition: Petition, nowSeconds: number): StoredPetition {
  const dueAt = petition.isExpungeDue ? petition.stateAt : nextMoment(petition, nowSeconds)
  return { petition, dueAt }
}
