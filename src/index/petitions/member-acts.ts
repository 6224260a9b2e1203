/** What members do with petitions: open one, vote, appeal. What they need for it is looked at here. */
import { petitionsPerDayMax, petitionsPerTargetMax, petitionVotesMax } from '#base/limits'
import type { Member } from '#index/members/member'
import { memberLabel } from '#index/members/member-parts'
import { mayDo } from '#index/members/role'
import { timesOf } from '#index/notifications/notices'
import { isVotedOn, type Petition } from './petition.ts'
import { stepOf } from './petition-change.ts'
import { PetitionError } from './petition-error.ts'
import { appealAgainst, type Ballot, castVote, openPetition } from './petition-events.ts'
import type { PetitionKeeper } from './petition-keeper.ts'
import { causeOf } from './petition-log.ts'
import type { PetitionOptions } from './petition-options.ts'
import { daySeconds, startPower, termsOf, votePower } from './petition-rules.ts'
import { isInPlace, ownerOf, type Subject, targetOf } from './petition-targets.ts'
import { checkedPetitionText } from './petition-text.ts'
import { deedsPowerMax, type Power, powerOf, weightOf } from './power.ts'

export type ActParts = PetitionOptions & { readonly keeper: PetitionKeeper }

export async function memberPower(
  { repository, statistics, rules, clock }: PetitionOptions,
  { id, role, createdAt }: Member,
): Promise<Power> {
  const goodPetitions = await repository.goodTotal(id, deedsPowerMax)
  const torrentCompletes = (await statistics.memberSums(id))?.torrentCompletes ?? 0
  const facts = { role, createdAt, goodPetitions, torrentCompletes }
  return powerOf(facts, rules(), clock.nowSeconds())
}

export async function openOne(
  parts: ActParts,
  given: Subject,
  explanation: string,
  by: Member,
): Promise<Petition> {
  const { repository, keeper, rules, clock } = parts
  const text = checkedPetitionText(explanation, 'the explanation')
  const target = targetOf(given)
  for (const { id } of await repository.ofTarget(target)) await keeper.settle(id)
  const subject = await parts.targets.find(target)
  if (subject === undefined || !isInPlace(subject)) throw nothingToExpunge
  const least = startPower(target.kind, rules())
  const ballot = await ballotOf(parts, { subject, isFor: true, least }, by)
  if (ballot.isDecisive) {
    const [open] = (await repository.ofTarget(target)).filter(isVotedOn)
    if (open !== undefined) return await cast(parts, open.id, ballot, text)
  }
  const nowSeconds = clock.nowSeconds()
  const cause = causeOf(memberLabel(by), 'open', `${target.kind} ${target.id}`)
  const added = await repository.add(
    {
      target,
      starter: ballot.by,
      explanation: text,
      openedAt: nowSeconds,
      terms: termsOf(target.kind, rules(), nowSeconds),
    },
    // Whoever takes their own things out is never refused.
    { since: nowSeconds - daySeconds, limit: ballot.isDecisive ? Infinity : petitionsPerDayMax },
    stepOf(
      (petition, others) => {
        refuseSecond(petition, others)
        return openPetition(petition, ballot)
      },
      {
        nowSeconds,
        cause,
        telling: { subject, byId: by.id, isOpening: true, times: timesOf(parts) },
      },
    ),
  )
  if (added === 'too_many') throw tooManyToday
  if (added instanceof PetitionError) throw added
  const { petition } = await keeper.follow(added)
  return petition
}

/** Throws PetitionError: a torrent has one that is voted on, a gallery one of each member. */
function refuseSecond({ target, starter }: Petition, others: readonly Petition[]): void {
  const open = others.filter(isVotedOn)
  if (open.length >= petitionsPerTargetMax) throw tooManyOfTarget
  const isSecond = open.some(
    (other) => target.kind === 'torrent' || other.starter.id === starter.id,
  )
  if (isSecond) throw alreadyOpen
}

export async function voteOn(
  parts: ActParts,
  petitionId: number,
  isFor: boolean,
  by: Member,
): Promise<Petition> {
  const { petition, subject } = await parts.keeper.settle(petitionId)
  const least = votePower(petition.target.kind, parts.rules())
  // Where there is nothing to expunge, nobody decides alone.
  const ballot = await ballotOf(parts, { subject, isFor, least }, by)
  return await cast(parts, petitionId, ballot)
}

async function cast(
  { keeper, clock }: ActParts,
  petitionId: number,
  ballot: Ballot,
  reason?: string,
): Promise<Petition> {
  const asked = { nowSeconds: clock.nowSeconds(), cause: undefined, byId: ballot.by.id, reason }
  const event = (petition: Petition): Petition => {
    const isFull = petition.votes.length >= petitionVotesMax
    if (isFull && !ballot.isDecisive) throw tooManyVotes
    return castVote(petition, ballot)
  }
  return (await keeper.change(petitionId, event, asked)).petition
}

type Wanted = {
  readonly subject: Subject | undefined
  readonly isFor: boolean
  /** The power that is needed, of all but the uploader of a torrent who wants to have it expunged. */
  readonly least: number
}

/** Throws PetitionError `too_little_power`. */
async function ballotOf(
  parts: ActParts,
  { subject, isFor, least }: Wanted,
  member: Member,
): Promise<Ballot> {
  const power = await memberPower(parts, member)
  const isDecisive = subject?.kind === 'torrent' && isFor && ownerOf(subject).id === member.id
  if (!isDecisive && power.total < least) throw tooLittlePower(power, least)
  const weight = weightOf(subject?.kind ?? 'torrent', power, parts.rules())
  const by = { id: member.id, name: member.name }
  return { by, isFor, weight, at: parts.clock.nowSeconds(), isDecisive }
}

export async function appealOf(
  parts: ActParts,
  petitionId: number,
  given: string,
  member: Member,
): Promise<Petition> {
  const { keeper, clock } = parts
  const statement = checkedPetitionText(given, 'the statement')
  const { petition, subject } = await keeper.settle(petitionId)
  if (subject?.kind !== 'gallery') throw onlyGalleries
  const at = clock.nowSeconds()
  const by = { id: member.id, name: member.name }
  // Whether there is anything to appeal against comes first.
  appealAgainst(petition, { by, statement, at })
  await refuseAppeal(parts, petition, subject, member)
  const { petition: appealed } = await keeper.change(
    petitionId,
    (current) => appealAgainst(current, { by, statement, at }),
    { nowSeconds: at, cause: causeOf(memberLabel(member), 'appeal'), byId: member.id },
  )
  return appealed
}

/** Throws PetitionError. */
async function refuseAppeal(
  parts: ActParts,
  { ending, stateAt }: Petition,
  subject: Subject,
  member: Member,
): Promise<void> {
  if (mayDo(member.role, 'moderate')) return
  const { appealDays, appealPower, ownerAppeals } = parts.rules()
  const until = (ending?.at ?? stateAt) + appealDays * daySeconds
  if (parts.clock.nowSeconds() >= until) throw tooLate(appealDays)
  if (ownerAppeals && ownerOf(subject).id === member.id) return
  const power = await memberPower(parts, member)
  if (power.total < appealPower) throw tooLittlePower(power, appealPower)
}

function tooLittlePower({ total }: Power, least: number): PetitionError {
  return new PetitionError(
    'too_little_power',
    `this needs a power of ${least}, and yours is ${total}; it grows with the time you are here and with what you upload`,
  )
}

function tooLate(days: number): PetitionError {
  return new PetitionError(
    'too_late',
    `appeals are taken for ${days} days after a gallery was expunged; ask a moderator`,
  )
}

const nothingToExpunge = new PetitionError(
  'invalid_target',
  'what the petition would be about is gone or expunged already; look at its page',
)

const onlyGalleries = new PetitionError(
  'invalid_target',
  'appeals are for galleries; ask a moderator to restore a torrent',
)

const alreadyOpen = new PetitionError(
  'already_open',
  'there is such a petition already; vote on that one',
)

const tooManyOfTarget = new PetitionError(
  'too_many_petitions',
  `${petitionsPerTargetMax} petitions about this gallery are open; vote on one of them`,
)

const tooManyToday = new PetitionError(
  'too_many_petitions',
  `you have opened ${petitionsPerDayMax} petitions within a day; open the next one tomorrow`,
)

const tooManyVotes = new PetitionError(
  'too_many_votes',
  `${petitionVotesMax} votes were cast on this petition, and no more are taken; a moderator decides`,
)
