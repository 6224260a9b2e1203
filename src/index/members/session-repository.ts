/** What sessions need of a database. */
import type { Member } from './member.ts'
import type { NewSession, Session, SessionEnds } from './session.ts'

export type SessionWithMember = { readonly session: Session; readonly member: Member }

export type SessionRules = {
  readonly ends: SessionEnds
  /** Of one member. */
  readonly sessionsMax: number
  /** On which the member is here. */
  readonly day: number
}

export type SessionRepository = {
  /**
   * Removes those that have ended, and of this member's those above the most that were seen longest ago. Undefined where the
   * password was changed meanwhile, which ended all sessions that it had begun.
   */
  readonly add: (session: NewSession, rules: SessionRules) => Promise<Session | undefined>
  /** Ended ones too. */
  readonly find: (digest: Uint8Array) => Promise<SessionWithMember | undefined>
  /** Writes down that session and member were here. */
  readonly setSeen: (session: Session, seen: { hour: number; day: number }) => Promise<void>
  /** Of one member, the one that was seen last first. */
  readonly list: (memberId: number) => Promise<readonly Session[]>
  readonly end: (digest: Uint8Array) => Promise<void>
  /** Unless it is of another member. */
  readonly endOne: (memberId: number, sessionId: number) => Promise<void>
  /** All of this member's but one. */
  readonly endOthers: (memberId: number, keptSessionId: number) => Promise<void>
}
