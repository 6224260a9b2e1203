/** What a visitor is told when an account's form is refused: the words, where they belong, and the status of the reply. */
import type { MemberBan } from '#index/members/member-ban'
import { MemberError } from '#index/members/member-error'
import { formatDuration, formatMinute } from '../format/format-time.ts'
import type { Texts } from '../texts/texts.ts'

type Code = keyof Texts['account']['refusals']

export type Refusal = {
  readonly code: Code
  readonly text: string
  readonly status: 403 | 404 | 409 | 422 | 429 | 503
  readonly retryAfterSeconds: number
}

const statuses: Readonly<Partial<Record<Code, Refusal['status']>>> = {
  suspended_member: 403,
  unknown_link: 404,
  login_delayed: 429,
  logins_busy: 503,
  banned_member: 403,
  registration_closed: 403,
  invitation_needed: 403,
  unknown_invitation: 404,
  too_many_accounts: 429,
  mail_delayed: 429,
  no_mail: 409,
  last_administrator: 409,
}

/** Throws the error itself where it is no refusal of a form. */
export function refusalOf(texts: Texts, error: unknown): Refusal {
  if (!(error instanceof MemberError) || !isTold(texts, error.code)) throw error
  const { code, retryAfterSeconds } = error
  return {
    code,
    text: textOf(texts, error, code),
    status: statuses[code] ?? 422,
    retryAfterSeconds,
  }
}

function isTold({ account }: Texts, code: string): code is Code {
  return Object.hasOwn(account.refusals, code)
}

function textOf(texts: Texts, { retryAfterSeconds, ban }: MemberError, code: Code): string {
  if (ban !== undefined) return banText(texts, ban)
  const words = texts.account.refusals[code]
  if (typeof words === 'string') return words
  return words(formatDuration(texts.policy.duration, retryAfterSeconds))
}

function banText({ members }: Texts, { reason, until }: MemberBan): string {
  return members.banned(reason, until === undefined ? undefined : formatMinute(until))
}
