/** What those who moderate decide about petitions, and how they take it back. Targets that come back do so first. */
import type { Member } from '#index/members/member'
import { memberLabel } from '#index/members/member-parts'
import type { ActParts } from './member-acts.ts'
import { isInForce, isVotedOn, type Petition, type PetitionAct, petitionLabel } from './petition.ts'
import { PetitionError } from './petition-error.ts'
import { decidePetition, undoDecision } from './petition-events.ts'
import type { FoundPetition } from './petition-keeper.ts'
import { causeOf } from './petition-log.ts'
import { isExpungedBy, isInPlace } from './petition-targets.ts'
import { checkedVerdict } from './petition-text.ts'

export async function decideOn(
  parts: ActParts,
  petitionId: number,
  { act, verdict: given }: { readonly act: PetitionAct; readonly verdict: string },
  member: Member,
): Promise<Petition> {
  const { keeper, clock } = parts
  const verdict = checkedVerdict(given)
  const nowSeconds = clock.nowSeconds()
  const by = { id: member.id, name: member.name }
  const event = (petition: Petition): Petition =>
    decidePetition(petition, { act, verdict, by, at: nowSeconds })
  const found = await keeper.settle(petitionId)
  const after = event(found.petition)
  if (after.state === 'restored') await bringBack(parts, found)
  const cause = causeOf(memberLabel(member), act, verdict)
  const decided = await keeper.change(petitionId, event, { nowSeconds, cause, byId: member.id })
  return decided.petition
}

export async function undoOn(
  parts: ActParts,
  petitionId: number,
  member: Member,
): Promise<Petition> {
  const { keeper, clock } = parts
  const nowSeconds = clock.nowSeconds()
  const { petition, subject } = await keeper.settle(petitionId)
  const after = undoDecision(petition, nowSeconds)
  if (isInForce(petition) && !isInForce(after)) await bringBack(parts, { petition, subject })
  else if (!isInForce(petition) && (subject === undefined || !isInPlace(subject))) throw isGone
  const undone = await keeper.change(
    petitionId,
    (current, others) => {
      const isTaken = current.target.kind === 'torrent' && others.some(isVotedOn)
      if (current.state === 'cleared' && isTaken) throw isTakenUp
      return undoDecision(current, nowSeconds)
    },
    { nowSeconds, cause: causeOf(memberLabel(member), 'undo'), byId: member.id },
  )
  return undone.petition
}

/** Throws PetitionError where it was taken out by somebody else since. */
async function bringBack(
  { targets }: ActParts,
  { petition, subject }: FoundPetition,
): Promise<void> {
  if (subject === undefined || isInPlace(subject)) return
  if (!isExpungedBy(subject, petition)) throw isGone
  await targets.restore(subject, petitionLabel(petition))
}

const isGone = new PetitionError(
  'invalid_target',
  'what the petition is about was taken out by somebody else since; look at its page',
)

const isTakenUp = new PetitionError(
  'wrong_state',
  'another petition about the same torrent is open; decide that one',
)
