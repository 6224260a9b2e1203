/**
 * New passwords by mail. Whoever asks for one is answered before anything is looked up, so that neither the words nor the
 * time of the answer say who has an account or an address here.
 */

import { BoundedQueue } from '#base/bounded-queue'
import { accountsPerAddressMax } from '#base/limits'
import { emailAddressOf } from './email-address.ts'
import type { EmailOwner } from './email-repository.ts'
import { type LinkSecret, linkAddress, linkSeconds } from './link.ts'
import type { Member } from './member.ts'
import { isLetIn } from './member-ban.ts'
import { memberNameKey } from './member-name.ts'
import type { MemberParts } from './member-parts.ts'
import { checkMail, DailyCounts, mailDelayed, sendLetter } from './member-post.ts'
import { newSecret, secretDigest } from './secret.ts'

export type PasswordResets = {
  /**
   * Sends links for a new password to whoever has this name or address, if anybody; done in turn and not waited for.
   * Throws MemberError `no_mail` and `mail_delayed`, which say nothing of what was asked for.
   */
  readonly requestReset: (nameOrEmail: string, network: string) => void
}

/** A link that comes by mail is waited for, and lies in a mailbox afterwards. */
const mailedResetSeconds = 3600

/** In a day. */
const resetsPerMemberMax = 5
const requestsPerNetworkMax = 10

/** Requests that wait to be looked up; one on top would wait long, and is dropped. */
const requestsWaitingMax = 100

export function createPasswordResets(parts: MemberParts): PasswordResets {
  const { mail, clock, rules } = parts
  const members = new DailyCounts(resetsPerMemberMax)
  const networks = new DailyCounts(requestsPerNetworkMax)
  const lookups = new BoundedQueue({ runningMax: 1, waitingMax: requestsWaitingMax })
  return {
    requestReset: (nameOrEmail, network) => {
      checkMail(mail)
      if (rules().isLimited && !networks.take(network, clock.nowSeconds())) throw mailDelayed
      // Where the database is away nothing is sent, and whoever misses the mail asks again.
      void lookups.run(() => sendLinks(parts, members, nameOrEmail))?.catch(() => undefined)
    },
  }
}

async function sendLinks(
  parts: MemberParts,
  counts: DailyCounts,
  nameOrEmail: string,
): Promise<void> {
  const { mail, clock } = parts
  const accounts = new Map<string, { readonly name: string; readonly link: string }[]>()
  for (const { member, address } of await ownersOf(parts, nameOrEmail)) {
    const now = clock.nowSeconds()
    if (!isLetIn(member, now) || !counts.take(`${member.id}`, now)) continue
    const made = await newLink(parts, member, address)
    if (made === undefined) continue
    const link = linkAddress(mail.site().url, made)
    // Each to the address that its owner has confirmed, and not as somebody else wrote it.
    accounts.set(address, [...(accounts.get(address) ?? []), { name: member.name, link }])
  }
  const siteName = mail.site().name
  for (const [address, links] of accounts)
    sendLetter(mail, address, mail.letters.reset({ siteName, accounts: links }))
}

/** Whom a name or an address stands for, and where mail reaches them. */
async function ownersOf(
  { emails, members, clock }: MemberParts,
  nameOrEmail: string,
): Promise<readonly EmailOwner[]> {
  const email = emailAddressOf(nameOrEmail)
  if (email !== undefined) return await emails.owners(email.key, accountsPerAddressMax)
  const member = await members.find(memberNameKey(nameOrEmail.trim()))
  const found = member && (await emails.find(member.id, clock.nowSeconds()))
  if (member === undefined || found?.confirmed === undefined) return []
  return [{ member, address: found.confirmed }]
}

/** Undefined where the address is no longer the member's. */
async function newLink(
  { links, clock }: MemberParts,
  { id: memberId }: Member,
  sentTo: string,
): Promise<LinkSecret | undefined> {
  const [secret, createdAt, kind] = [newSecret(), clock.nowSeconds(), 'reset'] as const
  const expiresAt = createdAt + Math.min(mailedResetSeconds, linkSeconds.reset)
  const digest = secretDigest(secret)
  const isMade = await links.add({ digest, kind, memberId, createdAt, expiresAt, sentTo })
  return isMade ? { secret, kind, expiresAt } : undefined
}
