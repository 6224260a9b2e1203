/**
 * Whether a name and a password belong together, with the back-off for those who guess: the same for a login and for what
 * a member must repeat the password for.
 */
import type { Member } from './member.ts'
import { banOf, type MemberBan } from './member-ban.ts'
import { MemberError } from './member-error.ts'
import { memberNameKey } from './member-name.ts'
import type { MemberParts } from './member-parts.ts'

/** The label of a metric. */
export type LoginOutcome = 'good' | 'wrong' | 'delayed' | 'busy' | 'suspended'

export type PasswordCheck = {
  /**
   * Whose they are. Rejects with MemberError `wrong_login`, `login_delayed`, `logins_busy`, and to whoever knows the
   * password with `suspended_member` or `banned_member`.
   */
  readonly check: (name: string, password: string, network: string) => Promise<Member>
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
        const member = await tryLogin(parts, name, password, network)
        count('good')
        return member
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
): Promise<Member> {
  const { backOff, clock } = parts
  const attempt = { nameKey: memberNameKey(name), network }
  const waitSeconds = backOff.begin(attempt, clock.nowSeconds())
  if (waitSeconds > 0) throw delayed(waitSeconds)
  const member = await memberWith(parts, attempt.nameKey, password).catch((error: unknown) => {
    backOff.withdrawn(attempt)
    throw error
  })
  if (member === undefined) throw wrongLogin
  backOff.succeeded(attempt, clock.nowSeconds())
  if (member.state !== 'active') throw suspended
  const ban = banOf(member, clock.nowSeconds())
  if (ban !== undefined) throw banned(ban)
  return member
}

/** Takes as long for a name that nobody has. */
async function memberWith(
  { members, passwords }: MemberParts,
  nameKey: string,
  password: string,
): Promise<Member | undefined> {
  const { member, passwordHash } = (await members.credentials(nameKey)) ?? {}
  const rehash = async (id: number, before: string): Promise<void> =>
    members.rehash(id, before, await passwords.hash(password))
  const isRight = await passwords.verify(password, passwordHash)
  if (!isRight || member === undefined || passwordHash === undefined) return undefined
  if (passwords.isOutdated(passwordHash))
    // Where it cannot be done now, the next login does it.
    await rehash(member.id, passwordHash).catch(() => undefined)
  return member.state === 'deleted' ? undefined : member
}

const wrongLogin = new MemberError('wrong_login', 'name or password is wrong; try again')

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
