/**
 * Logging in and out, and the sessions in between. Each login makes a session of its own and ends the one that the browser
 * had, so that nobody can hand somebody a session and then share it.
 */
import { sessionsPerMemberMax } from '#base/limits'
import type { Client } from './client.ts'
import type { Member } from './member.ts'
import { MemberError } from './member-error.ts'
import { memberNameKey } from './member-name.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import { checkPassword } from './password-rules.ts'
import { looksLikeSecret, newSecret, secretDigest } from './secret.ts'
import { beginningOfDay, beginningOfHour, hasEnded, type Session, sessionEnds } from './session.ts'
import type { SessionWithMember } from './session-repository.ts'

export type Login = {
  readonly name: string
  readonly password: string
  /** The network that it comes from, for the back-off; kept in memory only. */
  readonly network: string
  readonly client: Client
  /** The secret of the session that the browser has already. */
  readonly replaced: string | undefined
}

export type PasswordChange = {
  readonly current: string
  readonly next: string
  readonly network: string
}

/** A session that has just begun: its secret is for the browser, and told this once. */
export type NewLogin = SessionWithMember & { readonly secret: string }

/** The label of a metric. */
export type LoginOutcome = 'good' | 'wrong' | 'delayed' | 'busy' | 'suspended'

/** All reject with StorageError when the database is away, and with MemberError where what is asked cannot be. */
export type Logins = {
  /** `wrong_login`, `login_delayed`, `logins_busy`, or `suspended_member` to whoever knows the password. */
  readonly logIn: (login: Login) => Promise<NewLogin>
  /** The session with this secret, and who is logged in. */
  readonly authenticate: (secret: string) => Promise<SessionWithMember | undefined>
  readonly logOut: (secret: string) => Promise<void>
  /** The one that was seen last first. */
  readonly sessionsOf: (memberId: number) => Promise<readonly Session[]>
  /** Where it is not this member's, or has ended, nothing happens. */
  readonly endSession: (memberId: number, sessionId: number) => Promise<void>
  readonly endOtherSessions: (kept: Session) => Promise<void>
  /** Logs out everywhere and begins a new session here. Besides, `password_…` of the rules for new ones. */
  readonly changePassword: (who: SessionWithMember, change: PasswordChange) => Promise<NewLogin>
  /** Logins since the start. */
  readonly countOf: (outcome: LoginOutcome) => number
}

export function createLogins(parts: MemberParts): Logins {
  const { members, sessions, audit, clock, passwords } = parts
  const counts = new Map<LoginOutcome, number>()
  const count = (outcome: LoginOutcome): void => {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  const checkLogin = async (name: string, password: string, network: string): Promise<Member> => {
    try {
      const member = await tryLogin(parts, name, password, network)
      count('good')
      return member
    } catch (error) {
      const outcome = error instanceof MemberError ? outcomes[error.code] : undefined
      if (outcome !== undefined) count(outcome)
      throw error
    }
  }

  return {
    logIn: async ({ name, password, network, client, replaced }) => {
      const member = await checkLogin(name, password, network)
      if (replaced !== undefined && looksLikeSecret(replaced))
        await sessions.end(secretDigest(replaced))
      return await beginSession(parts, member, client)
    },
    authenticate: async (secret) => {
      if (!looksLikeSecret(secret)) return undefined
      const found = await sessions.find(secretDigest(secret))
      const now = clock.nowSeconds()
      if (found === undefined || hasEnded(found.session, now)) return undefined
      if (found.member.state !== 'active') return undefined
      const hour = beginningOfHour(now)
      // A database that is full can still say who is logged in.
      if (hour > found.session.seenAt)
        await sessions
          .setSeen(found.session, { hour, day: beginningOfDay(now) })
          .catch(() => undefined)
      return found
    },
    logOut: async (secret) => {
      if (looksLikeSecret(secret)) await sessions.end(secretDigest(secret))
    },
    sessionsOf: async (memberId) => {
      const now = clock.nowSeconds()
      return (await sessions.list(memberId)).filter((session) => !hasEnded(session, now))
    },
    endSession: (memberId, sessionId) => sessions.endOne(memberId, sessionId),
    endOtherSessions: ({ memberId, id }) => sessions.endOthers(memberId, id),
    changePassword: async ({ member, session }, { current, next, network }) => {
      checkPassword(next, memberNameKey(member.name))
      await checkLogin(member.name, current, network)
      const changed = await members.setPassword(member.id, await passwords.hash(next))
      const actor = memberLabel(member)
      const entry = { at: clock.nowSeconds(), actor, action: 'member.password', target: actor }
      await audit.append([{ ...entry, detail: 'with the one before' }])
      return await beginSession(parts, changed ?? member, session.client)
    },
    countOf: (outcome) => counts.get(outcome) ?? 0,
  }
}

const outcomes: Readonly<Partial<Record<MemberError['code'], LoginOutcome>>> = {
  wrong_login: 'wrong',
  login_delayed: 'delayed',
  logins_busy: 'busy',
  suspended_member: 'suspended',
}

export async function beginSession(
  { sessions, clock }: MemberParts,
  member: Member,
  client: Client,
): Promise<NewLogin> {
  const [secret, now] = [newSecret(), clock.nowSeconds()]
  const hour = beginningOfHour(now)
  const session = await sessions.add(
    { digest: secretDigest(secret), memberId: member.id, createdAt: hour, seenAt: hour, client },
    { ends: sessionEnds(now), sessionsMax: sessionsPerMemberMax, day: beginningOfDay(now) },
  )
  return { member, session, secret }
}

/** Whose name and password these are. */
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

function delayed(seconds: number): MemberError {
  const message = `too many attempts failed; try again in ${seconds} s`
  return new MemberError('login_delayed', message, seconds)
}
