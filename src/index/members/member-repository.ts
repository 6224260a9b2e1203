/** What the accounts of members need of a database. Names are asked for by their keys. */
import type { Member, MemberState, NewMember } from './member.ts'
import type { Role } from './role.ts'

export type MemberCredentials = {
  readonly member: Member
  readonly passwordHash: string | undefined
}

/** Methods that change a member give it as it is then, or undefined where there is none. */
export type MemberRepository = {
  /** Undefined where somebody has the name. */
  readonly add: (member: NewMember) => Promise<Member | undefined>
  readonly find: (nameKey: string) => Promise<Member | undefined>
  readonly credentials: (nameKey: string) => Promise<MemberCredentials | undefined>
  /** Those beyond the id, by ascending id. */
  readonly after: (memberId: number, limit: number) => Promise<readonly Member[]>
  readonly countActive: (roles: readonly Role[]) => Promise<number>
  /** Ends the member's sessions where it was another role. */
  readonly setRole: (memberId: number, role: Role) => Promise<Member | undefined>
  /** Ends the member's sessions and links unless it becomes active. */
  readonly setState: (memberId: number, state: MemberState) => Promise<Member | undefined>
  /** Ends the member's sessions and links. */
  readonly setPassword: (memberId: number, passwordHash: string) => Promise<Member | undefined>
  /** The same password, hashed anew; where it was changed meanwhile it stays so. */
  readonly rehash: (memberId: number, before: string, after: string) => Promise<void>
  readonly torrentKey: (memberId: number) => Promise<string | undefined>
  /** False where `revoked` is no longer the member's key, and nothing is changed. */
  readonly replaceTorrentKey: (memberId: number, replacement: KeyReplacement) => Promise<boolean>
  /** Whose key it was. */
  readonly ownerOfRevokedKey: (digest: Uint8Array) => Promise<Member | undefined>
}

export type KeyReplacement = {
  readonly revoked: string
  readonly revokedDigest: Uint8Array
  readonly key: string
  readonly at: number
}
