/** What the accounts of members need of a database. Names are asked for by their keys. */
import type { EntriesOf } from '#index/audit/audit-repository'
import type { Member, MemberState, NewMember } from './member.ts'
import type { MemberBan } from './member-ban.ts'
import type { StoredMemberKey } from './member-changes.ts'
import type { Role } from './role.ts'

export type MemberCredentials = {
  readonly member: Member
  readonly passwordHash: string | undefined
}

/**
 * Methods that change a member give it as it is then, or undefined where there is none. What `log` says of it is written in
 * the same transaction.
 */
export type MemberRepository = {
  /** Undefined where somebody has the name, or one that looks like it. */
  readonly add: (member: NewMember) => Promise<Member | undefined>
  readonly find: (nameKey: string) => Promise<Member | undefined>
  readonly findById: (memberId: number) => Promise<Member | undefined>
  readonly credentials: (nameKey: string) => Promise<MemberCredentials | undefined>
  /** Those beyond the id, by ascending id. */
  readonly after: (memberId: number, limit: number) => Promise<readonly Member[]>
  readonly countActive: (roles: readonly Role[]) => Promise<number>
  /** Ends the member's sessions where it was another role. */
  readonly setRole: (
    memberId: number,
    role: Role,
    log?: EntriesOf<Member>,
  ) => Promise<Member | undefined>
  /** Ends the member's sessions, links, invitations and what waits to be confirmed unless it becomes active. */
  readonly setState: (
    memberId: number,
    state: MemberState,
    log?: EntriesOf<Member>,
  ) => Promise<Member | undefined>
  /** Undefined lifts it; another ends what suspending ends. */
  readonly setBan: (
    memberId: number,
    ban: MemberBan | undefined,
    log?: EntriesOf<Member>,
  ) => Promise<Member | undefined>
  /** Undefined where this is not their ban any more, which stays as it is. */
  readonly liftBan: (
    memberId: number,
    ban: MemberBan,
    log?: EntriesOf<Member>,
  ) => Promise<Member | undefined>
  /** Those whose ban has an end that has passed, by ascending id. */
  readonly withEndedBan: (nowSeconds: number, limit: number) => Promise<readonly Member[]>
  /**
   * All that is known of the member is gone, and `remains` stands in its place; `last` where nobody else who is active
   * has one of `roles` that this member has.
   */
  readonly remove: (
    memberId: number,
    remains: MemberRemains,
    roles: readonly Role[],
  ) => Promise<Member | 'last' | undefined>
  /**
   * Undefined, too, where the hash is no longer `before`. Ends the member's sessions and links, and an address that waits to
   * be confirmed is forgotten: whoever knew the password may have asked for them.
   */
  readonly setPassword: (
    memberId: number,
    before: string,
    after: string,
  ) => Promise<Member | undefined>
  /** The same password, hashed anew; where it was changed meanwhile it stays so. */
  readonly rehash: (memberId: number, before: string, after: string) => Promise<void>
  readonly torrentKey: (memberId: number) => Promise<string | undefined>
  /** Keys of members beyond the id who are not deleted, by ascending id: for filling tables at start. */
  readonly memberKeysAfter: (memberId: number, limit: number) => Promise<readonly StoredMemberKey[]>
  /** False where `revoked` is no longer the member's key, and nothing is changed. */
  readonly replaceTorrentKey: (memberId: number, replacement: KeyReplacement) => Promise<boolean>
  /** When the member's earlier keys were revoked, the latest first. */
  readonly keyResets: (memberId: number) => Promise<readonly number[]>
  /** Whose key it was. */
  readonly ownerOfRevokedKey: (digest: Uint8Array) => Promise<Member | undefined>
}

/** What is left of a deleted account. */
export type MemberRemains = {
  /** That nobody can take. */
  readonly name: string
  /** That nobody is told. */
  readonly torrentKey: string
}

export type KeyReplacement = {
  readonly revoked: string
  readonly revokedDigest: Uint8Array
  /** See `torrentKeyMark`. */
  readonly revokedMark: Uint8Array
  readonly key: string
  readonly at: number
}
