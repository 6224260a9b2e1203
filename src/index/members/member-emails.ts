/** The addresses of members. One counts when its owner has followed the link that was sent to it. */
import { checkedEmailAddress, type EmailAddress } from './email-address.ts'
import type { Confirmation, MemberEmail } from './email-repository.ts'
import type { Member } from './member.ts'
import { isLetIn } from './member-ban.ts'
import { MemberError } from './member-error.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import { checkMail, DailyCounts, hasMail, mailDelayed, sendLetter } from './member-post.ts'
import { type PasswordCheck, type Verified, wrongLogin } from './password-check.ts'
import { looksLikeSecret, newSecret, secretDigest } from './secret.ts'

export type EmailChange = {
  /** '' takes it away. */
  readonly email: string
  /** Of the account. */
  readonly password: string
  readonly network: string
}

/** All reject with MemberError and StorageError. */
export type MemberEmails = {
  /** Whether mail can be sent; a reload may change it. */
  readonly hasMail: () => boolean
  readonly emailOf: (memberId: number) => Promise<MemberEmail>
  /** Sends a link to the address, where it is one. `no_mail`, `mail_delayed`, `invalid_email`, those of a login. */
  readonly changeEmail: (member: Member, change: EmailChange) => Promise<void>
  /** `no_mail`, `mail_delayed`, and `wrong_login` where the password was changed meanwhile. */
  readonly askConfirmation: (verified: Verified, email: EmailAddress) => Promise<void>
  /** What the link does; it stays as it is. `unknown_link`. */
  readonly findConfirmation: (secret: string) => Promise<Confirmation>
  /** `unknown_link`. */
  readonly confirmEmail: (secret: string) => Promise<Member>
}

/** Where the site takes the link in a mail. */
export const confirmPath = '/confirm-email'

const confirmSeconds = 2 * 24 * 3600

/** Mails to confirm something that one member can cause in a day. */
const confirmationsPerMemberMax = 5

export function createMemberEmails(parts: MemberParts, passwordCheck: PasswordCheck): MemberEmails {
  const { emails, mail, clock } = parts
  const counts = new DailyCounts(confirmationsPerMemberMax)
  const askConfirmation = async (
    { member, passwordHash }: Verified,
    email: EmailAddress,
  ): Promise<void> => {
    checkMail(mail)
    if (!counts.take(`${member.id}`, clock.nowSeconds())) throw mailDelayed
    const [secret, createdAt] = [newSecret(), clock.nowSeconds()]
    const times = { createdAt, expiresAt: createdAt + confirmSeconds }
    const digest = secretDigest(secret)
    const asked = { digest, memberId: member.id, passwordHash, email, ...times }
    if (!(await emails.addConfirmation(asked))) throw wrongLogin
    const { name: siteName, url } = mail.site()
    const link = `${url}${confirmPath}/${secret}`
    sendLetter(mail, email.address, mail.letters.confirm({ siteName, name: member.name, link }))
  }
  const findConfirmation = async (secret: string): Promise<Confirmation> => {
    const digest = looksLikeSecret(secret) ? secretDigest(secret) : undefined
    const found = digest && (await emails.findConfirmation(digest))
    const now = clock.nowSeconds()
    if (found === undefined || found.expiresAt <= now || !isLetIn(found.member, now))
      throw unknownLink
    return found
  }
  return {
    hasMail: () => hasMail(mail),
    emailOf: (memberId) => emails.find(memberId, clock.nowSeconds()),
    changeEmail: async (member, { email, password, network }) => {
      const address = email.trim() === '' ? undefined : checkedEmailAddress(email)
      const verified = await passwordCheck.check(member.name, password, network)
      if (address === undefined) await removeEmail(parts, member)
      else await askConfirmation(verified, address)
    },
    askConfirmation,
    findConfirmation,
    confirmEmail: async (secret) => {
      await findConfirmation(secret)
      const confirmed = await emails.confirm(secretDigest(secret), clock.nowSeconds())
      if (confirmed === undefined) throw unknownLink
      const { member, address, before } = confirmed
      await log(parts, member, 'confirmed')
      if (before !== undefined && before !== address) tellOfChange(parts, member, before)
      return member
    },
  }
}

async function removeEmail(parts: MemberParts, member: Member): Promise<void> {
  const before = await parts.emails.remove(member.id)
  if (before === undefined) return
  await log(parts, member, 'removed')
  tellOfChange(parts, member, before)
}

/** Somebody else may have done it. */
function tellOfChange({ mail }: MemberParts, { name }: Member, before: string): void {
  sendLetter(mail, before, mail.letters.changed({ siteName: mail.site().name, name }))
}

async function log({ audit, clock }: MemberParts, member: Member, detail: string): Promise<void> {
  const actor = memberLabel(member)
  const entry = { at: clock.nowSeconds(), actor, action: 'member.email', target: actor, detail }
  await audit.append([entry])
}

const unknownLink = new MemberError(
  'unknown_link',
  'this link was used already or is too old; ask for another on the page of your account',
)
