/**
 * Logging in and out, and the sessions in between. Each login makes a session of its own and ends the one that the browser
 * had, so that nobody can hand somebody a session and then share it.
 */
import { sessionsPerMemberMax } from '#base/limits'
import type { Client } from './client.ts'
import { isLetIn } from './member-ban.ts'
import { memberNameKey } from './member-name.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import {
  type LoginOutcome,
  type PasswordCheck,
  type Verified,
  wrongLogin,
} from './password-check.ts'
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

/** All reject with StorageError when the database is away, and with MemberError where what is asked cannot be. */
export type Logins = {
  /** See `PasswordCheck`. */
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

export function createLogins(parts: MemberParts, passwordCheck: PasswordCheck): Logins {
  const { members, sessions, audit, clock, passwords } = parts
  return {
    logIn: async ({ name, password, network, client, replaced }) => {
      const begin = async (): Promise<NewLogin | undefined> => {
        const verified = await passwordCheck.check(name, password, network)
        if (replaced !== undefined && looksLikeSecret(replaced))
          await sessions.end(secretDigest(replaced))
        return await addSession(parts, verified, client)
      }
      // The hash may be another because another login has made it anew; the password is good then.
      const login = (await begin()) ?? (await begin())
      if (login === undefined) throw wrongLogin
      return login
    },
    authenticate: async (secret) => {
      if (!looksLikeSecret(secret)) return undefined
      const found = await sessions.find(secretDigest(secret))
      const now = clock.nowSeconds()
      if (found === undefined || hasEnded(found.session, now)) return undefined
      if (!isLetIn(found.member, now)) return undefined
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
      const { passwordHash: before } = await passwordCheck.check(member.name, current, network)
      const passwordHash = await passwords.hash(next)
      const changed = await members.setPassword(member.id, before, passwordHash)
      if (changed === undefined) throw wrongLogin
      const actor = memberLabel(member)
      const entry = { at: clock.nowSeconds(), actor, action: 'member.password', target: actor }
      await audit.append([{ ...entry, detail: 'with the one before' }])
      return await beginSession(parts, { member: changed, passwordHash }, session.client)
    },
    countOf: passwordCheck.countOf,
  }
}

/** Rejects with MemberError `wrong_login` where the password was changed meanwhile. */
export async function beginSession(
  parts: MemberParts,
  verified: Verified,
  client: Client,
): Promise<NewLogin> {
  const login = await addSession(parts, verified, client)
  if (login === undefined) throw wrongLogin
  return login
}

/** Undefined where the password was changed meanwhile. */
async function addSession(
  { sessions, clock }: MemberParts,
  { member, passwordHash }: Verified,
  client: Client,
): Promise<NewLogin | undefined> {
  const [secret, now] = [newSecret(), clock.nowSeconds()]
  const [digest, hour] = [secretDigest(secret), beginningOfHour(now)]
  const times = { createdAt: hour, seenAt: hour }
  const session = await sessions.add(
    { digest, memberId: member.id, passwordHash, ...times, client },
    { ends: sessionEnds(now), sessionsMax: sessionsPerMemberMax, day: beginningOfDay(now) },
  )
  return session && { member, session, secret }
}
