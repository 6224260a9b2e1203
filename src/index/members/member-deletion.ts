/**
 * Deleting one's own account: name, password, address, sessions, keys and tokens are gone at once and for good. What others
 * rely on stays, without a name: torrents, galleries, and the numbers of who moved how much.
 */
import type { Member } from './member.ts'
import { MemberError } from './member-error.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import type { PasswordCheck } from './password-check.ts'
import { rolesThatMay } from './role.ts'
import { newTorrentKey } from './torrent-key.ts'

export type MemberDeletion = {
  /** `last_administrator`, and those of a login. Rejects with MemberError and StorageError. */
  readonly deleteAccount: (
    member: Member,
    proof: { readonly password: string; readonly network: string },
  ) => Promise<void>
}

export function createMemberDeletion(
  { members, changes, audit, clock }: MemberParts,
  passwordCheck: PasswordCheck,
): MemberDeletion {
  return {
    deleteAccount: async (member, { password, network }) => {
      await passwordCheck.check(member.name, password, network)
      const torrentKey = newTorrentKey()
      const remains = { name: deletedName(member), torrentKey }
      const removed = await members.remove(member.id, remains, rolesThatMay('administer'))
      if (removed === 'last') throw lastAdministrator
      if (removed === undefined) return
      changes.changed({ memberId: member.id, key: torrentKey, state: 'deleted' })
      const [at, actor] = [clock.nowSeconds(), memberLabel(member)]
      await audit.append([{ at, actor, action: 'member.delete', target: actor, detail: '' }])
    },
  }
}

/** Names have no spaces, so nobody can take it. */
function deletedName({ id }: Member): string {
  return `deleted member ${id}`
}

const lastAdministrator = new MemberError(
  'last_administrator',
  'nobody else looks after this site; make somebody administrator first',
)
