/**
 * Whether a name and a password belong together, with the back-off for those who guess: the same for a login and for what
 * a member must repeat the password for.
 */
import type { LoginAttempt } from './login-back-off.ts'
import type { Member } from './member.ts'
import { banOf, type MemberBan } from './member-ban.ts'
import { MemberError } from './member-error.ts'
import { memberNameKey } from './member-name.ts'
import type { MemberParts } from './member-parts.ts'
import { tooBusy } from './passwords.ts'

/** The label of a metric. */
export type LoginOutcome = 'good' | 'wrong' | 'delayed' | 'busy' | 'suspended'

/**
 * A member, and the hash that the password was compared with: what follows from the password holds as long as the member has
 * this hash, and no longer.
 */
export type Verified = { readonly member: Member; readonly passwordHash: string }

export type PasswordCheck = {
  /**
   * Whose they are. Rejects with MemberError `wrong_login`, `login_delayed`, `logins_busy`, and to whoever knows the
   * password with `suspended_member` or `banned_member`.
   */
  readonly check: (name: string, password: string, network: string) => Promise<Verified>
  /** Checks since the start. */
  readonly countOf: (outcome: LoginOutcome) => number
}

export function createPasswordCheck(parts: MemberParts): PasswordCheck {
  const counts = new Map<LoginOutcome, number>()
  const count = (outcome: LoginOutcome): void => {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return {
    check: async (name, password, network) => {
      try {
        const verified = await tryLogin(parts, name, password, network)
        count('good')
        return verified
      } catch (error) {
        const outcome = error instanceof MemberError ? outcomes[error.code] : undefined
        if (outcome !== undefined) count(outcome)
        throw error
      }
    },
    countOf: (outcome) => counts.get(outcome) ?? 0,
  }
}

const outcomes: Readonly<Partial<Record<MemberError['code'], LoginOutcome>>> = {
  wrong_login: 'wrong',
  login_delayed: 'delayed',
  logins_busy: 'busy',
  suspended_member: 'suspended',
  banned_member: 'suspended',
}

async function tryLogin(
  parts: MemberParts,
  name: string,
  password: string,
  network: string,
): Promise<Verified> {
  const { backOff, clock } = parts
  const attempt = { nameKey: memberNameKey(name), network }
  await begin(parts, attempt)
  const verified = await verify(parts, attempt.nameKey, password).catch((error: unknown) => {
    backOff.withdrawn(attempt)
    throw error
  })
  const now = clock.nowSeconds()
  if (verified === undefined) {
    backOff.failed(attempt, now)
    throw wrongLogin
  }
  backOff.succeeded(attempt, now)
  checkIsLetIn(verified.member, now)
  return verified
}

/** Throws MemberError. */
function checkIsLetIn(member: Member, nowSeconds: number): void {
  if (member.state !== 'active') throw suspended
  const ban = banOf(member, nowSeconds)
  if (ban !== undefined) throw banned(ban)
}

/** Resolves when the attempt is listened to. */
async function begin(parts: MemberParts, attempt: LoginAttempt): Promise<void> {
  const { backOff, clock } = parts
  const waitSeconds = backOff.begin(attempt, clock.nowSeconds())
  if (waitSeconds === 0) return
  if (waitSeconds !== 'held') throw delayed(waitSeconds)
  const settled = backOff.settled(attempt)
  if (settled === undefined) throw tooBusy()
  await settled
  await begin(parts, attempt)
}

/** Takes as long for a name that nobody has. */
async function verify(
  { members, passwords }: MemberParts,
  nameKey: string,
  password: string,
): Promise<Verified | undefined> {
  const { member, passwordHash } = (await members.credentials(nameKey)) ?? {}
  const isRight = await passwords.verify(password, passwordHash)
  if (!isRight || member === undefined || passwordHash === undefined) return undefined
  if (member.state === 'deleted') return undefined
  if (!passwords.isOutdated(passwordHash)) return { member, passwordHash }
  const rehash = async (): Promise<string> => {
    const after = await passwords.hash(password)
    await members.rehash(member.id, passwordHash, after)
    return after
  }
  // Where it cannot be done now, the next login does it.
  return { member, passwordHash: await rehash().catch(() => passwordHash) }
}

export const wrongLogin = new MemberError('wrong_login', 'name or password is wrong; try again')

const suspended = new MemberError(
  'suspended_member',
  'this account is suspended; ask whoever runs the site',
)

function banned(ban: MemberBan): MemberError {
  const told = { ...ban, reason: ban.isPublic ? ban.reason : '' }
  return new MemberError('banned_member', 'this account is banned; ask whoever runs the site', {
    ban: told,
  })
}

function delayed(seconds: number): MemberError {
  const message = `too many attempts failed; try again in ${seconds} s`
  return new MemberError('login_delayed', message, { retryAfterSeconds: seconds })
}
