/** A person with an account. Times are unix seconds. Nothing here says how to reach anybody. */
import type { MemberBan } from './member-ban.ts'
import type { Role } from './role.ts'

/**
 * `suspended`: kept out until an administrator says otherwise; `deleted`: gone for good, with what others rely on left
 * in place.
 */
export const memberStates = ['active', 'suspended', 'deleted'] as const
export type MemberState = (typeof memberStates)[number]

export type Member = {
  readonly id: number
  readonly name: string
  readonly role: Role
  readonly state: MemberState
  /** False until the link to set one was used. */
  readonly hasPassword: boolean
  readonly createdAt: number
  /** The beginning of the last day (UTC) on which they came with a session. */
  readonly lastSeenAt: number | undefined
  /** As it was made: `banOf` says whether it still holds. */
  readonly ban: MemberBan | undefined
  /** Who invited them. */
  readonly invitedById: number | undefined
}

export type NewMember = Pick<Member, 'name' | 'role' | 'createdAt'> & {
  /** See `memberNameKey`. */
  readonly nameKey: string
  /** Nobody has one of these, either. */
  readonly alikeKeys?: readonly string[] | undefined
  readonly torrentKey: string
  /** A PHC string; undefined where a link is to set it. */
  readonly passwordHash: string | undefined
  /** Who invited them. */
  readonly invitedById?: number | undefined
}
