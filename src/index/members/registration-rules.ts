/** Who may become a member, as the operator has configured it. */
import type { Role } from './role.ts'

export type RegistrationRules = {
  readonly registration: 'open' | 'invite' | 'closed'
  /** What those who register may do. */
  readonly newRole: Role
  /** Open invitations of one member. */
  readonly invitationsMax: number
  /** Whether networks are held to a number of accounts a day. */
  readonly isLimited: boolean
}

/** Where nobody registers. */
export const noRegistration: RegistrationRules = {
  registration: 'closed',
  newRole: 'member',
  invitationsMax: 0,
  isLimited: true,
}
