/** Points (GP) of members: what they have earned, and what the staff gives or takes. */
import { characterCount } from '#base/character-count'
import type { Clock } from '#base/clock'
import { pointsGrantMax, pointsReasonCharactersMax } from '#base/limits'
import type { Member } from '#index/members/member'
import { MemberError } from '#index/members/member-error'
import { memberNameKey } from '#index/members/member-name'
import { memberLabel } from '#index/members/member-parts'
import type { MemberRepository } from '#index/members/member-repository'
import { newSecret } from '#index/members/secret'
import type { PointBalance, PointEntry } from './point-entry.ts'
import { PointError } from './point-error.ts'
import type { PointRepository } from './point-repository.ts'

export type NewGrant = {
  /** The name of the member. */
  readonly name: string
  /** Below 0 to take points. */
  readonly amount: number
  readonly reason: string
  /** The same points are given once, however often they are sent; undefined for a key of their own. */
  readonly key?: string | undefined
}

export type PointPage = {
  /** The newest first. */
  readonly entries: readonly PointEntry[]
  /** For `before` of the next page; undefined on the last one. */
  readonly next: number | undefined
}

export type Granted = PointBalance & {
  readonly member: Member
  /** False where the key was known: nothing was changed. */
  readonly isNew: boolean
}

/** All reject with StorageError. */
export type Points = {
  readonly balanceOf: (memberId: number) => Promise<PointBalance>
  readonly entriesOf: (
    memberId: number,
    page: { readonly before: number | undefined; readonly limit: number },
  ) => Promise<PointPage>
  /** `actor` is who does it, for the audit log. Rejects with PointError and MemberError. */
  readonly grant: (grant: NewGrant, actor: string) => Promise<Granted>
}

export type PointsOptions = {
  readonly repository: PointRepository
  readonly members: Pick<MemberRepository, 'find'>
  readonly clock: Clock
}

export function createPoints(options: PointsOptions): Points {
  const { repository } = options
  return {
    balanceOf: (memberId) => repository.balanceOf(memberId),
    entriesOf: async (memberId, { before, limit }) => {
      const found = await repository.entries(memberId, before, limit + 1)
      const entries = found.slice(0, limit)
      return { entries, next: found.length > limit ? entries.at(-1)?.id : undefined }
    },
    grant: (grant, actor) => grantPoints(options, grant, actor),
  }
}

async function grantPoints(
  { repository, members, clock }: PointsOptions,
  { name, amount, reason: given, key = newSecret() }: NewGrant,
  actor: string,
): Promise<Granted> {
  const reason = checkedReason(given)
  if (!Number.isSafeInteger(amount) || amount === 0 || Math.abs(amount) > pointsGrantMax)
    throw invalidAmount
  if (!/^[\w-]{1,64}$/.test(key)) throw invalidKey
  const member = await findMember(members, name)
  const at = clock.nowSeconds()
  const outcome = await repository.grant(
    { memberId: member.id, amount, reason, key, at },
    {
      at,
      actor,
      action: 'points.grant',
      target: memberLabel(member),
      detail: `${amount}: ${reason}`,
    },
  )
  const balance = await repository.balanceOf(member.id)
  if (outcome === 'other') throw keyUsed
  if (outcome === 'short') throw tooFew(member, balance)
  return { ...balance, member, isNew: outcome === 'done' }
}

async function findMember(members: PointsOptions['members'], name: string): Promise<Member> {
  const member = await members.find(memberNameKey(name))
  if (member === undefined)
    throw new MemberError('unknown_member', `there is no member ${name}; list them to see all`)
  if (member.state === 'deleted')
    throw new MemberError('deleted_member', `the account ${name} was deleted; it keeps its points`)
  return member
}

/** Throws PointError. */
function checkedReason(given: string): string {
  const reason = given.trim()
  const isLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(reason)
  const isShort = characterCount(reason) <= pointsReasonCharactersMax
  if (reason !== '' && isShort && isLine) return reason
  throw new PointError(
    'invalid_reason',
    `the reason must be one line of at most ${pointsReasonCharactersMax} characters; say why, because the member reads it`,
  )
}

function tooFew({ name }: Member, { balance }: PointBalance): PointError {
  const message = `only ${balance} points can be taken from ${name}; take fewer`
  return new PointError('too_few_points', message)
}

const invalidAmount = new PointError(
  'invalid_amount',
  `the amount must be a whole number of points up to ${pointsGrantMax}, below 0 to take them; not 0`,
)

const keyUsed = new PointError(
  'key_used',
  'other points were given or taken with this key, and nothing was changed; for these, use a new key',
)

const invalidKey = new PointError(
  'invalid_key',
  'the key must have 1 to 64 letters, digits, "-" or "_"; leave it out for a new one',
)
