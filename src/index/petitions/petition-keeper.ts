/**
 * Keeps petitions and what they are about in step. A petition comes into force in the database first, together with the
 * word that its target is yet to be expunged, and the target is expunged after that: should the process die in between, or
 * the database be away, the next who looks does it. Expunging what is expunged changes nothing, so it may happen twice.
 */
import type { NewNotice } from '#index/notifications/notice'
import { advance } from './advance.ts'
import { isInForce, isVotedOn, type Petition, petitionLabel } from './petition.ts'
import { type Asked, type PetitionEvent, stepOf } from './petition-change.ts'
import { PetitionError } from './petition-error.ts'
import { carriedOut, endPetition, restoredOutside } from './petition-events.ts'
import { noticesOf } from './petition-notices.ts'
import type { PetitionOptions } from './petition-options.ts'
import { isInPlace, type Subject } from './petition-targets.ts'
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
    asked: Asked & Pick<Followed, 'byId' | 'reason'>,
  ) => Promise<FoundPetition>
  /** What time and others have made of it meanwhile, and what is yet to be done for it. */
  readonly settle: (petitionId: number) => Promise<FoundPetition>
  /** After one was opened or changed. */
  readonly follow: (changed: Followed) => Promise<FoundPetition>
}

type Followed = {
  /** Undefined where it was opened. */
  readonly before: Petition | undefined
  readonly after: Petition
  /** Others of its target that ended with it. */
  readonly ended: readonly Petition[]
  readonly byId: number | undefined
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
  const follow: PetitionKeeper['follow'] = async (changed) => {
    const { after } = changed
    const subject = await targets.find(after.target)
    const found = { petition: after, subject }
    const isDue = after.isExpungeDue && isInForce(after)
    if (isDue) await expunge(options, found, changed.reason)
    if (subject !== undefined) await options.notifier.note(newsOf(changed, subject))
    if (!isDue) return found
    const asked = { nowSeconds: clock.nowSeconds(), cause: undefined }
    await repository.change(after.id, stepOf(carriedOut, asked))
    return await find(after.id)
  }
  const change: PetitionKeeper['change'] = async (
    petitionId,
    event,
    { byId, reason, ...asked },
  ) => {
    const changed = await repository.change(petitionId, stepOf(event, asked))
    if (changed === undefined) throw unknownPetition
    if (changed instanceof PetitionError) throw changed
    return await follow({ ...changed, byId, reason })
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
  return isThere ? restoredOutside(petition, nowSeconds) : petition
}

async function expunge(
  { targets }: PetitionOptions,
  { petition, subject }: FoundPetition,
  reason: string | undefined,
): Promise<void> {
  if (subject !== undefined && isInPlace(subject))
    await targets.expunge(subject, expungeReason(petition, reason), petitionLabel(petition))
}

function newsOf({ before, after, ended, byId }: Followed, subject: Subject): readonly NewNotice[] {
  // Whoever came before may have died before anybody was told. What was told already is not told again.
  const was = before?.isExpungeDue === true ? { ...before, state: 'held' as const } : before
  const others = ended.map((one) => ({ before: { ...one, state: 'open' as const }, after: one }))
  return [{ before: was, after }, ...others].flatMap((one) => noticesOf({ ...one, subject, byId }))
}

const unknownPetition = new PetitionError(
  'unknown_petition',
  'there is no such petition; look for it in the list',
)
