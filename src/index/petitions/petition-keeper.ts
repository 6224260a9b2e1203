/**
 * Keeps petitions and what they are about in step. A petition comes into force in the database first, together with the
 * word that its target is yet to be expunged, and the target is expunged after that: should the process die in between, or
 * the database be away, the next who looks does it. Expunging what is expunged changes nothing, so it may happen twice.
 */
import { timesOf } from '#index/notifications/notices'
import { advance } from './advance.ts'
import { type Expunging, isInForce, isVotedOn, type Petition, petitionLabel } from './petition.ts'
import { type Asked, type PetitionEvent, stepOf, type Telling } from './petition-change.ts'
import { PetitionError } from './petition-error.ts'
import { carriedOut, endPetition, restoredOutside } from './petition-events.ts'
import type { PetitionOptions } from './petition-options.ts'
import { expungingOf, isExpungedBy, isInPlace, type Subject } from './petition-targets.ts'
import { expungeReason } from './petition-text.ts'

export type FoundPetition = {
  readonly petition: Petition
  /** Undefined where there is no such thing any more. */
  readonly subject: Subject | undefined
}

/** One at a time (`in-turn.ts`). All reject with PetitionError, with what the services of targets say, and StorageError. */
export type PetitionKeeper = {
  readonly find: (petitionId: number) => Promise<FoundPetition>
  readonly change: (
    petitionId: number,
    event: PetitionEvent,
    asked: Omit<Asked, 'telling'> & GivenReason & Pick<Telling, 'byId'>,
  ) => Promise<FoundPetition>
  /** What time and others have made of it meanwhile, and what is yet to be done for it. */
  readonly settle: (petitionId: number) => Promise<FoundPetition>
  /** After one was opened or changed. */
  readonly follow: (changed: Petition, given?: GivenReason) => Promise<FoundPetition>
}

type GivenReason = {
  /** What an uploader says who takes out what is their own; it is lost where the process dies before it is used. */
  readonly reason?: string | undefined
}

export function createPetitionKeeper(options: PetitionOptions): PetitionKeeper {
  const { repository, targets, clock } = options
  const find = async (petitionId: number): Promise<FoundPetition> => {
    const petition = await repository.find(petitionId)
    if (petition === undefined) throw unknownPetition
    return { petition, subject: await targets.find(petition.target) }
  }
  const follow: PetitionKeeper['follow'] = async (petition, { reason } = {}) => {
    const found = { petition, subject: await targets.find(petition.target) }
    const isDue = petition.isExpungeDue && isInForce(petition)
    const expunging = isDue ? await expunge(options, found, reason) : undefined
    if (!isDue) return found
    const asked = { nowSeconds: clock.nowSeconds(), cause: undefined }
    await repository.change(
      petition.id,
      stepOf((present) => carriedOut(present, expunging), asked),
    )
    return await find(petition.id)
  }
  const change: PetitionKeeper['change'] = async (
    petitionId,
    event,
    { byId, reason, ...asked },
  ) => {
    const { subject } = await find(petitionId)
    const telling = subject && { subject, byId, isOpening: false, times: timesOf(options) }
    const changed = await repository.change(petitionId, stepOf(event, { ...asked, telling }))
    if (changed === undefined) throw unknownPetition
    if (changed instanceof PetitionError) throw changed
    return await follow(changed, { reason })
  }
  return {
    find,
    follow,
    change,
    settle: async (petitionId) => {
      const found = await find(petitionId)
      const nowSeconds = clock.nowSeconds()
      if (!isUnsettled(found, nowSeconds)) return found
      const event = (petition: Petition): Petition => settled({ ...found, petition }, nowSeconds)
      return await change(petitionId, event, { nowSeconds, cause: undefined, byId: undefined })
    },
  }
}

/** Whether there is something to do for it, or others have done what it does not say. */
export function isUnsettled(found: FoundPetition, nowSeconds: number): boolean {
  const { petition } = found
  const now = advance(petition, nowSeconds)
  return (
    petition.isExpungeDue ||
    now !== petition ||
    settled({ ...found, petition: now }, nowSeconds) !== now
  )
}

function settled({ petition, subject }: FoundPetition, nowSeconds: number): Petition {
  const isThere = subject !== undefined && isInPlace(subject)
  if (isVotedOn(petition)) return isThere ? petition : endPetition(petition, 'gone', nowSeconds)
  const isRestored = isThere || (subject !== undefined && isExpungedAnew(petition, subject))
  return isRestored ? restoredOutside(petition, nowSeconds) : petition
}

/** Somebody has restored it, and somebody has expunged it again: that is not the petition's to take back. */
function isExpungedAnew(petition: Petition, subject: Subject): boolean {
  if (petition.expunging === undefined || expungingOf(subject) === undefined) return false
  return !isExpungedBy(subject, petition)
}

async function expunge(
  { targets }: PetitionOptions,
  { petition, subject }: FoundPetition,
  reason: string | undefined,
): Promise<Expunging | undefined> {
  if (subject === undefined) return undefined
  const told = expungeReason(petition, reason)
  const isThere = isInPlace(subject)
  const gone = isThere ? await targets.expunge(subject, told, petitionLabel(petition)) : subject
  // Whoever came before may have died after it; with another reason it was somebody else.
  const expunging = expungingOf(gone)
  return expunging?.reason === told ? expunging : undefined
}

const unknownPetition = new PetitionError(
  'unknown_petition',
  'there is no such petition; look for it in the list',
)
