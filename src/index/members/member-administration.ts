/** What an operator does with members: makes them, gives them roles, keeps them out, and helps who forgot a password. */
import type { EntriesOf } from '#index/audit/audit-repository'
import { type LinkSecret, linkSeconds } from './link.ts'
import type { Member } from './member.ts'
import { banOf } from './member-ban.ts'
import { standingOf } from './member-changes.ts'
import { MemberError } from './member-error.ts'
import { checkedMemberName, memberNameKey } from './member-name.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import { mayDo, type Role } from './role.ts'
import { newSecret, secretDigest } from './secret.ts'
import { newTorrentKey } from './torrent-key.ts'

export type NewAccount = {
  readonly member: Member
  readonly torrentKey: string
  /** With which the password is set. */
  readonly link: LinkSecret
}

/** `actor` is who does it, for the audit log. All reject with MemberError, and with StorageError. */
export type MemberAdministration = {
  readonly add: (name: string, role: Role, actor: string) => Promise<NewAccount>
  readonly findById: (memberId: number) => Promise<Member | undefined>
  /** By a name in any case. `unknown_member`. */
  readonly findByName: (name: string) => Promise<Member>
  /** Those beyond the id, by ascending id. */
  readonly after: (memberId: number, limit: number) => Promise<readonly Member[]>
  /** Logs the member out everywhere. */
  readonly setRole: (name: string, role: Role, actor: string) => Promise<Member>
  /** Logs the member out everywhere, and ends their links. */
  readonly suspend: (name: string, actor: string) => Promise<Member>
  readonly restore: (name: string, actor: string) => Promise<Member>
  /** In place of the member's earlier one. None for who is kept out: `suspended_member`, `banned_member`. */
  readonly createLink: (
    name: string,
    actor: string,
  ) => Promise<{ readonly member: Member; readonly link: LinkSecret }>
}

export function createMemberAdministration(parts: MemberParts): MemberAdministration {
  const { members, changes, audit, clock } = parts
  const logOf = (actor: string, action: string, detail = ''): EntriesOf<Member> => {
    return (member) => {
      return [{ at: clock.nowSeconds(), actor, action, target: memberLabel(member), detail }]
    }
  }
  const find = async (name: string): Promise<Member> => {
    const member = await members.find(memberNameKey(name))
    if (member === undefined) throw unknownMember(name)
    if (member.state === 'deleted') throw deletedMember(name)
    return member
  }
  const setState = async (
    name: string,
    state: 'active' | 'suspended',
    actor: string,
  ): Promise<Member> => {
    const member = await find(name)
    if (member.state === state) return member
    const log = logOf(actor, state === 'active' ? 'member.restore' : 'member.suspend')
    const changed = (await members.setState(member.id, state, log)) ?? member
    changes.changed({ memberId: changed.id, ...standingOf(changed, clock.nowSeconds()) })
    await noteAdministrator(parts, changed)
    return changed
  }

  return {
    add: async (name, role, actor) => {
      const torrentKey = newTorrentKey()
      const createdAt = clock.nowSeconds()
      const account = { ...checkedMemberName(name), role, torrentKey, createdAt }
      const member = await members.add({ ...account, passwordHash: undefined })
      if (member === undefined) throw nameTaken(name)
      changes.changed({ memberId: member.id, key: torrentKey, state: member.state })
      await noteAdministrator(parts, member)
      const link = await newLink(parts, member)
      await audit.append(logOf(actor, 'member.add', role)(member))
      return { member, torrentKey, link }
    },
    findById: (memberId) => members.findById(memberId),
    findByName: find,
    after: (memberId, limit) => members.after(memberId, limit),
    setRole: async (name, role, actor) => {
      const member = await find(name)
      if (member.role === role) return member
      const log = logOf(actor, 'member.role', `${member.role} to ${role}`)
      const changed = (await members.setRole(member.id, role, log)) ?? member
      await noteAdministrator(parts, changed)
      return changed
    },
    suspend: (name, actor) => setState(name, 'suspended', actor),
    restore: (name, actor) => setState(name, 'active', actor),
    createLink: async (name, actor) => {
      const member = await find(name)
      if (member.state === 'suspended') throw suspendedMember(name)
      if (banOf(member, clock.nowSeconds()) !== undefined) throw bannedMember(name)
      const link = await newLink(parts, member)
      await audit.append(logOf(actor, 'member.link', link.kind)(member))
      return { member, link }
    },
  }
}

/** To be called with each member that may be an administrator from now on. */
export async function noteAdministrator(
  { links, administratorMade }: MemberParts,
  member: Member,
): Promise<void> {
  if (member.state !== 'active' || !mayDo(member.role, 'administer')) return
  await links.removeAdministratorLinks()
  administratorMade()
}

export function nameTaken(name: string): MemberError {
  return new MemberError(
    'name_taken',
    `there is a member ${name} already, or one whose name looks the same; choose another name`,
  )
}

async function newLink({ links, clock }: MemberParts, member: Member): Promise<LinkSecret> {
  const kind = member.hasPassword ? 'reset' : 'set_up'
  const [secret, createdAt] = [newSecret(), clock.nowSeconds()]
  const expiresAt = createdAt + linkSeconds[kind]
  const digest = secretDigest(secret)
  await links.add({ digest, kind, memberId: member.id, createdAt, expiresAt })
  return { secret, kind, expiresAt }
}

function unknownMember(name: string): MemberError {
  return new MemberError('unknown_member', `there is no member ${name}; list them to see all`)
}

function deletedMember(name: string): MemberError {
  return new MemberError('deleted_member', `the account ${name} was deleted; make another`)
}

function suspendedMember(name: string): MemberError {
  return new MemberError('suspended_member', `${name} is suspended; restore the account first`)
}

function bannedMember(name: string): MemberError {
  return new MemberError(
    'banned_member',
    `${name} is banned; lift the ban first, or wait for its end`,
  )
}
