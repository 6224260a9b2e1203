/** The repositories of members as plain lists in memory: what both engines are compared with. */
import type { Link, NewLink } from '#index/members/link'
import type { FirstOutcome, LinkRepository } from '#index/members/link-repository'
import type { Member, MemberState, NewMember } from '#index/members/member'
import type { MemberBan } from '#index/members/member-ban'
import type { StoredMemberKey } from '#index/members/member-changes'
import type {
  KeyReplacement,
  MemberCredentials,
  MemberRemains,
  MemberRepository,
} from '#index/members/member-repository'
import type { Role } from '#index/members/role'
import type { NewSession, Session } from '#index/members/session'
import type {
  SessionRepository,
  SessionRules,
  SessionWithMember,
} from '#index/members/session-repository'

type Account = {
  member: Member
  nameKey: string
  passwordHash: string | undefined
  torrentKey: string
  oldKeyMark?: Uint8Array | undefined
}
type Kept = { session: Session; readonly digest: string }

const hex = (digest: Uint8Array): string => Buffer.from(digest).toString('hex')

/** The same text on both engines. */
const stored = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** All that the three repositories know. */
class Lists {
  accounts: Account[] = []
  sessions: Kept[] = []
  links: NewLink[] = []
  revoked: { readonly digest: string; readonly memberId: number; readonly at: number }[] = []
  sessionIds = 0

  account(memberId: number): Account | undefined {
    return this.accounts.find(({ member }) => member.id === memberId)
  }

  change(memberId: number, values: Partial<Member>): Member | undefined {
    const account = this.account(memberId)
    if (account !== undefined) account.member = { ...account.member, ...values }
    return account?.member
  }

  setPassword(memberId: number, passwordHash: string): Member | undefined {
    const account = this.account(memberId)
    if (account !== undefined) account.passwordHash = passwordHash
    return this.change(memberId, { hasPassword: true })
  }

  insert({
    nameKey,
    alikeKeys = [],
    passwordHash,
    torrentKey,
    invitedById,
    ...member
  }: NewMember): Member | undefined {
    const keys = [nameKey, ...alikeKeys].map(stored)
    if (this.accounts.some((account) => keys.includes(account.nameKey))) return undefined
    const added: Member = {
      ...member,
      id: this.accounts.length + 1,
      name: stored(member.name),
      state: 'active',
      hasPassword: passwordHash !== undefined,
      lastSeenAt: undefined,
      ban: undefined,
      invitedById,
    }
    const account = { member: added, nameKey: stored(nameKey), passwordHash, torrentKey }
    this.accounts.push(account)
    return added
  }

  endSessions(memberId: number): void {
    this.sessions = this.sessions.filter(({ session }) => session.memberId !== memberId)
  }

  removeLinks(isRemoved: (link: NewLink) => boolean): void {
    this.links = this.links.filter((link) => !isRemoved(link))
  }

  endAll(memberId: number): void {
    this.endSessions(memberId)
    this.removeLinks((link) => link.memberId === memberId)
  }
}

class ModelMemberRepository implements MemberRepository {
  readonly #lists: Lists

  constructor(lists: Lists) {
    this.#lists = lists
  }

  async add(member: NewMember): Promise<Member | undefined> {
    return this.#lists.insert(member)
  }

  async find(nameKey: string): Promise<Member | undefined> {
    return (await this.credentials(nameKey))?.member
  }

  async credentials(nameKey: string): Promise<MemberCredentials | undefined> {
    const found = this.#lists.accounts.find((account) => account.nameKey === stored(nameKey))
    return found && { member: found.member, passwordHash: found.passwordHash }
  }

  async after(memberId: number, limit: number): Promise<readonly Member[]> {
    const members = this.#lists.accounts.map(({ member }) => member)
    return members.filter(({ id }) => id > memberId).slice(0, limit)
  }

  async countActive(roles: readonly Role[]): Promise<number> {
    const members = this.#lists.accounts.map(({ member }) => member)
    return members.filter(({ role, state }) => state === 'active' && roles.includes(role)).length
  }

  async setRole(memberId: number, role: Role): Promise<Member | undefined> {
    const before = this.#lists.account(memberId)?.member
    if (before !== undefined && before.role !== role) this.#lists.endSessions(memberId)
    return this.#lists.change(memberId, { role })
  }

  async setState(memberId: number, state: MemberState): Promise<Member | undefined> {
    if (state !== 'active') this.#lists.endAll(memberId)
    return this.#lists.change(memberId, { state })
  }

  async findById(memberId: number): Promise<Member | undefined> {
    return this.#lists.account(memberId)?.member
  }

  async setBan(memberId: number, ban: MemberBan | undefined): Promise<Member | undefined> {
    if (ban !== undefined) this.#lists.endAll(memberId)
    const kept = ban && { ...ban, reason: stored(ban.reason) }
    return this.#lists.change(memberId, { ban: kept })
  }

  async liftBan(memberId: number, { at, reason, until }: MemberBan): Promise<Member | undefined> {
    const ban = this.#lists.accounts.find(({ member }) => member.id === memberId)?.member.ban
    const isThis = ban?.at === at && ban.reason === stored(reason) && ban.until === until
    return isThis ? this.#lists.change(memberId, { ban: undefined }) : undefined
  }

  async withEndedBan(nowSeconds: number, limit: number): Promise<readonly Member[]> {
    const members = this.#lists.accounts.map(({ member }) => member)
    return members
      .filter(({ ban }) => ban?.until !== undefined && ban.until <= nowSeconds)
      .slice(0, limit)
  }

  async remove(
    memberId: number,
    { name, torrentKey }: MemberRemains,
    roles: readonly Role[],
  ): Promise<Member | 'last' | undefined> {
    const account = this.#lists.account(memberId)
    if (account === undefined || account.member.state === 'deleted') return undefined
    const others = this.#lists.accounts.filter(
      ({ member }) =>
        member.id !== memberId &&
        member.state === 'active' &&
        member.ban === undefined &&
        roles.includes(member.role),
    )
    if (roles.includes(account.member.role) && others.length === 0) return 'last'
    this.#lists.endAll(memberId)
    this.#lists.revoked = this.#lists.revoked.filter((key) => key.memberId !== memberId)
    const emptied = { passwordHash: undefined, oldKeyMark: undefined }
    Object.assign(account, { nameKey: name, torrentKey, ...emptied })
    return this.#lists.change(memberId, {
      name,
      role: 'member',
      state: 'deleted',
      hasPassword: false,
      lastSeenAt: undefined,
      ban: undefined,
      invitedById: undefined,
    })
  }

  async keyResets(memberId: number): Promise<readonly number[]> {
    const own = this.#lists.revoked.filter((key) => key.memberId === memberId)
    return own.map(({ at }) => at).toReversed()
  }

  async memberKeysAfter(memberId: number, limit: number): Promise<readonly StoredMemberKey[]> {
    const kept = this.#lists.accounts.filter(
      ({ member }) => member.id > memberId && member.state !== 'deleted',
    )
    return kept.slice(0, limit).map(({ member, torrentKey, oldKeyMark }) => ({
      memberId: member.id,
      key: torrentKey,
      oldKeyMark,
      state: member.state,
      ban: member.ban,
    }))
  }

  async setPassword(memberId: number, before: string, after: string): Promise<Member | undefined> {
    if (this.#lists.account(memberId)?.passwordHash !== before) return undefined
    this.#lists.endAll(memberId)
    return this.#lists.setPassword(memberId, after)
  }

  async rehash(memberId: number, before: string, after: string): Promise<void> {
    const account = this.#lists.account(memberId)
    if (account?.passwordHash === before) account.passwordHash = after
  }

  async torrentKey(memberId: number): Promise<string | undefined> {
    return this.#lists.account(memberId)?.torrentKey
  }

  async replaceTorrentKey(memberId: number, replacement: KeyReplacement): Promise<boolean> {
    const account = this.#lists.account(memberId)
    if (account?.torrentKey !== replacement.revoked) return false
    const { revokedDigest, revokedMark, at } = replacement
    Object.assign(account, { torrentKey: replacement.key, oldKeyMark: new Uint8Array(revokedMark) })
    this.#lists.revoked.push({ digest: hex(revokedDigest), memberId, at })
    return true
  }

  async ownerOfRevokedKey(digest: Uint8Array): Promise<Member | undefined> {
    const revoked = this.#lists.revoked.find((key) => key.digest === hex(digest))
    return this.#lists.account(revoked?.memberId ?? 0)?.member
  }
}

class ModelSessionRepository implements SessionRepository {
  readonly #lists: Lists

  constructor(lists: Lists) {
    this.#lists = lists
  }

  async add(
    { digest, passwordHash, ...facts }: NewSession,
    { ends, sessionsMax, day }: SessionRules,
  ): Promise<Session | undefined> {
    if (this.#lists.account(facts.memberId)?.passwordHash !== passwordHash) return undefined
    const session = { ...facts, id: ++this.#lists.sessionIds }
    this.#lists.sessions = this.#lists.sessions.filter(
      ({ session: { createdAt, seenAt } }) =>
        createdAt >= ends.createdBefore && seenAt >= ends.seenBefore,
    )
    const others = await this.list(facts.memberId)
    for (const { id } of others.slice(sessionsMax - 1)) await this.endOne(facts.memberId, id)
    this.#lists.sessions.push({ session, digest: hex(digest) })
    this.#lists.change(facts.memberId, { lastSeenAt: day })
    return session
  }

  async find(digest: Uint8Array): Promise<SessionWithMember | undefined> {
    const found = this.#lists.sessions.find((kept) => kept.digest === hex(digest))
    const account = found && this.#lists.account(found.session.memberId)
    return found && account && { session: found.session, member: account.member }
  }

  async setSeen({ id, memberId }: Session, seen: { hour: number; day: number }): Promise<void> {
    for (const kept of this.#lists.sessions)
      if (kept.session.id === id) kept.session = { ...kept.session, seenAt: seen.hour }
    this.#lists.change(memberId, { lastSeenAt: seen.day })
  }

  async list(memberId: number): Promise<readonly Session[]> {
    const own = this.#lists.sessions.map(({ session }) => session)
    return own
      .filter((session) => session.memberId === memberId)
      .toSorted((one, other) => other.seenAt - one.seenAt || other.id - one.id)
  }

  async end(digest: Uint8Array): Promise<void> {
    this.#remove((kept) => kept.digest === hex(digest))
  }

  async endOne(memberId: number, sessionId: number): Promise<void> {
    this.#remove(({ session }) => session.memberId === memberId && session.id === sessionId)
  }

  async endOthers(memberId: number, keptSessionId: number): Promise<void> {
    this.#remove(({ session }) => session.memberId === memberId && session.id !== keptSessionId)
  }

  #remove(isRemoved: (kept: Kept) => boolean): void {
    this.#lists.sessions = this.#lists.sessions.filter((kept) => !isRemoved(kept))
  }
}

class ModelLinkRepository implements LinkRepository {
  readonly #lists: Lists

  constructor(lists: Lists) {
    this.#lists = lists
  }

  async add(link: NewLink): Promise<boolean> {
    this.#lists.removeLinks((before) => before.memberId === link.memberId)
    this.#lists.removeLinks((before) => before.expiresAt <= link.createdAt)
    this.#lists.links.push(link)
    return true
  }

  async find(digest: Uint8Array): Promise<Link | undefined> {
    const link = this.#link(digest)
    if (link === undefined) return undefined
    const member = this.#lists.account(link.memberId ?? 0)?.member
    return { kind: link.kind, expiresAt: link.expiresAt, member }
  }

  async setPassword(
    digest: Uint8Array,
    nowSeconds: number,
    passwordHash: string,
  ): Promise<Member | undefined> {
    const { memberId } = this.#link(digest, nowSeconds) ?? {}
    if (memberId === undefined) return undefined
    this.#lists.endAll(memberId)
    const state = this.#lists.account(memberId)?.member.state
    return state === 'active' ? this.#lists.setPassword(memberId, passwordHash) : undefined
  }

  async addFirst(
    digest: Uint8Array,
    nowSeconds: number,
    { member, roles }: { readonly member: NewMember; readonly roles: readonly Role[] },
  ): Promise<FirstOutcome> {
    if (this.#link(digest, nowSeconds)?.kind !== 'administrator') return 'gone'
    const isThere = this.#lists.accounts.some(
      ({ member: { role, state } }) => state === 'active' && roles.includes(role),
    )
    if (isThere) return 'gone'
    const added = this.#lists.insert(member)
    if (added === undefined) return 'name_taken'
    await this.removeAdministratorLinks()
    return added
  }

  async removeAdministratorLinks(): Promise<void> {
    this.#lists.removeLinks(({ kind }) => kind === 'administrator')
  }

  /** With a time only one that has not expired then. */
  #link(digest: Uint8Array, nowSeconds = -1): NewLink | undefined {
    return this.#lists.links.find(
      (link) => hex(link.digest) === hex(digest) && link.expiresAt > nowSeconds,
    )
  }
}

export type MemberStores = {
  readonly members: MemberRepository
  readonly sessions: SessionRepository
  readonly memberLinks: LinkRepository
}

/** Three repositories over the same lists. */
export function modelMembers(): MemberStores {
  const lists = new Lists()
  return {
    members: new ModelMemberRepository(lists),
    sessions: new ModelSessionRepository(lists),
    memberLinks: new ModelLinkRepository(lists),
  }
}
