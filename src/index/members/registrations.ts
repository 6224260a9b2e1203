/**
 * Making an account oneself: by everybody, with an invitation, or not at all. Names are not secret on a site that shows
 * them, so whether one is taken is told; it takes as long as if it were free.
 */
import type { Client } from './client.ts'
import { checkedEmailAddress, type EmailAddress } from './email-address.ts'
import { unknownInvitation } from './invitations.ts'
import { beginSession, type NewLogin } from './logins.ts'
import type { NewMember } from './member.ts'
import { nameTaken } from './member-administration.ts'
import type { MemberEmails } from './member-emails.ts'
import { MemberError } from './member-error.ts'
import { checkedMemberName } from './member-name.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import { NewAccounts } from './new-accounts.ts'
import type { Verified } from './password-check.ts'
import { checkPassword } from './password-rules.ts'
import { looksLikeSecret, secretDigest } from './secret.ts'
import { newTorrentKey } from './torrent-key.ts'

export type NewRegistration = {
  readonly name: string
  readonly password: string
  /** '' for none. */
  readonly email: string
  /** The secret of an invitation. */
  readonly invitation: string | undefined
  /** Where it comes from; kept in memory only. */
  readonly network: string
  readonly client: Client
}

/** All reject with MemberError and StorageError. */
export type Registrations = {
  /** Who may make an account; a reload may change it. */
  readonly registration: () => 'open' | 'invite' | 'closed'
  /**
   * Makes the account and logs in. `registration_closed`, `invitation_needed`, `unknown_invitation`, `too_many_accounts`,
   * `logins_busy`, `invalid_email`, those of names and `password_…`; an invitation is left for another try.
   */
  readonly register: (registration: NewRegistration) => Promise<NewLogin>
}

export function createRegistrations(parts: MemberParts, emails: MemberEmails): Registrations {
  const newAccounts = new NewAccounts()
  const { rules, clock } = parts
  return {
    registration: () => rules().registration,
    register: async (given) => {
      checkMayRegister(parts, given)
      const account = checkedAccount(given)
      const isCounted = rules().isLimited
      const waitSeconds = isCounted ? newAccounts.begin(given.network, clock.nowSeconds()) : 0
      if (waitSeconds > 0) throw tooManyAccounts(waitSeconds)
      const made = await make(parts, given, account.named).catch((error: unknown) => {
        if (isCounted) newAccounts.withdrawn(given.network)
        throw error
      })
      // The account is there; an address that cannot be asked now can be given once more.
      if (account.email !== undefined)
        await emails.askConfirmation(made, account.email).catch(() => undefined)
      return await beginSession(parts, made, given.client)
    },
  }
}

type Named = Pick<NewMember, 'name' | 'nameKey' | 'alikeKeys'>

/** Throws MemberError. */
function checkMayRegister({ rules }: MemberParts, { invitation }: NewRegistration): void {
  const { registration } = rules()
  if (registration === 'closed')
    throw new MemberError(
      'registration_closed',
      'nobody can make an account here; ask whoever runs the site',
    )
  if (registration === 'invite' && invitation === undefined)
    throw new MemberError(
      'invitation_needed',
      'an account needs an invitation; ask a member for one',
    )
}

/** Throws MemberError. */
function checkedAccount({ name, password, email }: NewRegistration): {
  readonly named: Named
  readonly email: EmailAddress | undefined
} {
  const named = checkedMemberName(name)
  checkPassword(password, named.nameKey)
  return { named, email: email.trim() === '' ? undefined : checkedEmailAddress(email) }
}

async function make(
  parts: MemberParts,
  { name, password, invitation }: NewRegistration,
  named: Named,
): Promise<Verified> {
  const { passwords, members, invitations, changes, audit, clock, rules } = parts
  const passwordHash = await passwords.hash(password)
  const [torrentKey, now] = [newTorrentKey(), clock.nowSeconds()]
  const account = { ...named, role: rules().newRole, torrentKey, createdAt: now, passwordHash }
  const made =
    invitation === undefined
      ? ((await members.add(account)) ?? 'name_taken')
      : looksLikeSecret(invitation)
        ? await invitations.use(secretDigest(invitation), now, account)
        : 'gone'
  if (made === 'gone') throw unknownInvitation
  if (made === 'name_taken') throw nameTaken(name)
  changes.changed({ memberId: made.id, key: torrentKey, state: made.state })
  const actor = memberLabel(made)
  const { invitedById } = made
  const detail = invitedById === undefined ? '' : `invited by ${memberLabel({ id: invitedById })}`
  await audit.append([{ at: now, actor, action: 'member.register', target: actor, detail }])
  return { member: made, passwordHash }
}

function tooManyAccounts(seconds: number): MemberError {
  return new MemberError(
    'too_many_accounts',
    `your network has made many accounts lately; try again in ${Math.ceil(seconds / 3600)} h`,
    { retryAfterSeconds: seconds },
  )
}
