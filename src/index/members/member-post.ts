/** Mail to members as their services see it: whether there is any, and how much of it one person may cause. */
import { mailRequestsRememberedMax } from '#base/limits'
import type { Mailer } from '#index/mail/mailer'
import { FailedLogins } from './failed-logins.ts'
import type { Letter, Letters } from './letters.ts'
import { MemberError } from './member-error.ts'

export type MemberMail = {
  readonly mailer: Mailer
  readonly letters: Letters
  /** Name and public address of the site, without a slash at its end; '' where none is configured. */
  readonly site: () => { readonly name: string; readonly url: string }
}

const daySeconds = 24 * 3600

/** Links in mails need to know where they lead, and that is never asked of a request: it could say anything. */
export function hasMail({ mailer, site }: MemberMail): boolean {
  return mailer.isOn() && site().url !== ''
}

/** Throws MemberError. */
export function checkMail(mail: MemberMail): void {
  if (hasMail(mail)) return
  throw new MemberError('no_mail', 'this site sends no mail; ask whoever runs it')
}

/** False where it is dropped, because too much waits: that is in the log, and whoever misses it asks again. */
export function sendLetter({ mailer }: MemberMail, to: string, letter: Letter): boolean {
  return mailer.send({ to, ...letter })
}

/** So many a day for each key: a member, or a network. In memory only. */
export class DailyCounts {
  readonly #max: number
  readonly #counts = new FailedLogins(mailRequestsRememberedMax)

  constructor(max: number) {
    this.#max = max
  }

  /** False where it is one too many; otherwise it counts. */
  take(key: string, nowSeconds: number): boolean {
    if (this.#counts.count(key, nowSeconds) >= this.#max) return false
    this.#counts.add(key, nowSeconds)
    return true
  }
}

export const mailDelayed = new MemberError(
  'mail_delayed',
  'too much mail was asked for; try again tomorrow',
  { retryAfterSeconds: daySeconds },
)
