/**
 * Setting a password by a link. A link works once, and using it ends every session of the member: whoever had one may be
 * why it was asked for. Where nobody looks after the site yet, a link makes its first administrator.
 */
import type { Client } from './client.ts'
import { type Link, type LinkSecret, linkSeconds } from './link.ts'
import { beginSession, type NewLogin } from './logins.ts'
import { nameTaken, noteAdministrator } from './member-administration.ts'
import { MemberError } from './member-error.ts'
import { checkedMemberName, memberNameKey } from './member-name.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import { checkPassword } from './password-rules.ts'
import { rolesThatMay } from './role.ts'
import { looksLikeSecret, newSecret, secretDigest } from './secret.ts'
import { newTorrentKey } from './torrent-key.ts'

export type LinkUse = {
  readonly password: string
  /** What the first administrator is to be called; nothing else is asked for it. */
  readonly name: string
  readonly client: Client
}

/** All reject with MemberError and StorageError. */
export type PasswordLinks = {
  /** What the link does; it stays as it is. `unknown_link`. */
  readonly findLink: (secret: string) => Promise<Link>
  /**
   * Sets the password and logs in. `unknown_link`, `password_…`, `logins_busy`, and for the first administrator
   * those of names; the link is left for another try.
   */
  readonly useLink: (secret: string, use: LinkUse) => Promise<NewLogin>
  /** In place of the earlier one; undefined where there is an administrator. */
  readonly offerAdministration: () => Promise<LinkSecret | undefined>
}

export function createPasswordLinks(parts: MemberParts): PasswordLinks {
  const { members, links, clock } = parts
  const hasAdministrator = async (): Promise<boolean> =>
    (await members.countActive(rolesThatMay('administer'))) > 0
  const findLink = async (secret: string): Promise<Link> => {
    const link = looksLikeSecret(secret) ? await links.find(secretDigest(secret)) : undefined
    if (link === undefined || link.expiresAt <= clock.nowSeconds()) throw unknownLink
    return link
  }
  return {
    findLink,
    useLink: async (secret, use) => {
      const { member } = await findLink(secret)
      const digest = secretDigest(secret)
      return member === undefined
        ? await addFirst(parts, digest, use)
        : await setPassword(parts, digest, member.name, use)
    },
    offerAdministration: async () => {
      if (await hasAdministrator()) {
        await links.removeAdministratorLinks()
        return undefined
      }
      const [secret, createdAt] = [newSecret(), clock.nowSeconds()]
      const expiresAt = createdAt + linkSeconds.administrator
      const kind = 'administrator'
      await links.add({
        digest: secretDigest(secret),
        kind,
        memberId: undefined,
        createdAt,
        expiresAt,
      })
      return { secret, kind, expiresAt }
    },
  }
}

async function setPassword(
  parts: MemberParts,
  digest: Uint8Array,
  name: string,
  { password, client }: LinkUse,
): Promise<NewLogin> {
  const { links, passwords, clock } = parts
  checkPassword(password, memberNameKey(name))
  const passwordHash = await passwords.hash(password)
  const member = await links.setPassword(digest, clock.nowSeconds(), passwordHash)
  if (member === undefined) throw unknownLink
  await logUse(parts, member, 'member.password')
  return await beginSession(parts, { member, passwordHash }, client)
}

async function addFirst(
  parts: MemberParts,
  digest: Uint8Array,
  { name, password, client }: LinkUse,
): Promise<NewLogin> {
  const { links, passwords, changes, clock } = parts
  const named = checkedMemberName(name)
  checkPassword(password, named.nameKey)
  const passwordHash = await passwords.hash(password)
  const now = clock.nowSeconds()
  const torrentKey = newTorrentKey()
  const account = { role: 'administrator', torrentKey, createdAt: now } as const
  const first = {
    member: { ...named, ...account, passwordHash },
    roles: rolesThatMay('administer'),
  }
  const outcome = await links.addFirst(digest, now, first)
  if (outcome === 'gone') throw unknownLink
  if (outcome === 'name_taken') throw nameTaken(name)
  changes.changed({ memberId: outcome.id, key: torrentKey, state: outcome.state })
  await noteAdministrator(parts, outcome)
  await logUse(parts, outcome, 'member.add')
  return await beginSession(parts, { member: outcome, passwordHash }, client)
}

async function logUse(
  { audit, clock }: MemberParts,
  member: { readonly id: number },
  action: string,
): Promise<void> {
  const actor = memberLabel(member)
  const entry = { at: clock.nowSeconds(), actor, action, target: actor, detail: 'by a link' }
  await audit.append([entry])
}

const unknownLink = new MemberError(
  'unknown_link',
  'this link was used already or is too old; ask for another with: waggle member reset-link NAME',
)
