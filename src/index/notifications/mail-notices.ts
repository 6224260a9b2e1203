/**
 * Mails what waits for members who want it so: one mail with all of it, at most one of a member within an hour. It counts
 * as mailed before it is given to the mailer: a crash costs a mail of what stands on the site anyway, and sends none twice.
 */
import type { Clock } from '#base/clock'
import { hasMail, type MemberMail, sendLetter } from '#index/members/member-post'
import type { MailedMember, NoticeRepository } from './notice-repository.ts'

export type NoticeMailing = {
  readonly repository: NoticeRepository
  readonly clock: Clock
  /** None goes without it. */
  readonly mail: MemberMail | undefined
}

const pauseSeconds = 3600
const membersAtOnce = 100

/** Rejects with StorageError. */
export async function mailNotices(
  { repository, clock, mail }: NoticeMailing,
  signal: AbortSignal,
): Promise<void> {
  if (mail === undefined || !hasMail(mail)) return
  for (let last: number | undefined = 0; last !== undefined && !signal.aborted; ) {
    const mailedBefore = clock.nowSeconds() - pauseSeconds
    const members: readonly MailedMember[] = await repository.toMail(
      last,
      mailedBefore,
      membersAtOnce,
    )
    for (const member of members) if (!(await mailOne({ repository, clock, mail }, member))) return
    last = members.length < membersAtOnce ? undefined : members.at(-1)?.memberId
  }
}

type Mailing = NoticeMailing & { readonly mail: MemberMail }

/** False where the mailer takes no more for now. */
async function mailOne(
  { repository, clock, mail }: Mailing,
  { memberId, name, address }: MailedMember,
): Promise<boolean> {
  const at = clock.nowSeconds()
  const notices = await repository.takeMail(memberId, at)
  if (notices.length === 0) return true
  const { name: siteName, url: siteUrl } = mail.site()
  const letter = mail.letters.notices({ siteName, siteUrl, name, notices })
  const isTaken = sendLetter(mail, address, letter)
  if (!isTaken) await repository.putMailBack(memberId, at)
  return isTaken
}
