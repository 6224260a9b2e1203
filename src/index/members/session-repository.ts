/** What sessions need of a database. */
import type { Member } from './member.ts'
import type { NewSession, Session, SessionEnds } from './session.ts'

export type SessionWithMember = { readonly session: Session; readonly member: Member }

export type SessionRepository = {
  /** Also removes those that `ends` names, and of this member's those above `sessionsMax` that were seen longest ago. */
  readonly add: (
    session: NewSession,
    limits: { readonly ends: SessionEnds; readonly sessionsMax: number },
  ) => Promise<Session>
  /** Ended ones too. */
  readonly find: (digest: Uint8Array) => Promise<SessionWithMember | undefined>
  /** Writes down that session and member were here. */
  readonly setSeen: (session: Session, seen: { hour: number; day: number }) => Promise<void>
  /** Of one member, the one that was seen last first. */
  readonly list: (memberId: number) => Promise<readonly Session[]>
  /** The one with this secret. */
  readonly end: (digest: Uint8Array) => Promise<void>
  /** One of this member's; false where it is not. */
  readonly endOne: (memberId: number, sessionId: number) => Promise<boolean>
  /** All of this member's but one. */
  readonly endOthers: (memberId: number, keptSessionId: number) => Promise<void>
}
