/** What links need of a database. A link that was used is no longer there. */
import type { Link, NewLink } from './link.ts'
import type { Member, NewMember } from './member.ts'
import type { Role } from './role.ts'

export type LinkRepository = {
  /**
   * In place of the earlier ones of the member, or for an administrator; removes all that have expired, too. False where the
   * member no longer has the address that it goes to, and nothing is changed.
   */
  readonly add: (link: NewLink) => Promise<boolean>
  /** Expired ones too. */
  readonly find: (digest: Uint8Array) => Promise<Link | undefined>
  /** As `setPassword` of members does; undefined where the link is gone or the member not active. */
  readonly setPassword: (
    digest: Uint8Array,
    nowSeconds: number,
    passwordHash: string,
  ) => Promise<Member | undefined>
  /** Makes the first member with one of `roles`. */
  readonly addFirst: (
    digest: Uint8Array,
    nowSeconds: number,
    first: { readonly member: NewMember; readonly roles: readonly Role[] },
  ) => Promise<FirstOutcome>
  readonly removeAdministratorLinks: () => Promise<void>
}

/** `gone`: there is no such link any more, or somebody has one of the roles; `name_taken` leaves the link. */
export type FirstOutcome = Member | 'gone' | 'name_taken'
