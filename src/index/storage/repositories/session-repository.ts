/** The sessions in the database. */
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Client } from '#index/members/client'
import type { NewSession, Session, SessionEnds } from '#index/members/session'
import type {
  SessionRepository,
  SessionRules,
  SessionWithMember,
} from '#index/members/session-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { holdMember, memberColumns, memberOf } from './member-row.ts'

const columns = ['id', 'member_id', 'created_at', 'seen_at', 'browser', 'system'] as const

type SessionRow = Omit<Selectable<Tables['sessions']>, 'hash'>

export function createSessionRepository({ read, write }: Access): SessionRepository {
  return {
    add: (session, rules) => write((transaction) => addSession(transaction, session, rules)),
    find: (digest) => read((reader) => findSession(reader, digest)),
    setSeen: ({ id, memberId }, { hour, day }) =>
      write(async (transaction) => {
        await setMemberSeen(transaction, memberId, day)
        const session = transaction.updateTable('sessions').set({ seen_at: hour })
        await session.where('id', '=', id).execute()
      }),
    list: (memberId) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('sessions')
          .select(columns)
          .where('member_id', '=', memberId)
          .orderBy('seen_at', 'desc')
          .orderBy('id', 'desc')
          .execute()
        return rows.map(sessionOf)
      }),
    end: (digest) =>
      write(async (transaction) => {
        await transaction.deleteFrom('sessions').where('hash', '=', digest).execute()
      }),
    endOne: (memberId, sessionId) =>
      write(async (transaction) => {
        const one = transaction.deleteFrom('sessions').where('id', '=', sessionId)
        await one.where('member_id', '=', memberId).execute()
      }),
    endOthers: (memberId, keptSessionId) =>
      write(async (transaction) => {
        const others = transaction.deleteFrom('sessions').where('member_id', '=', memberId)
        await others.where('id', '<>', keptSessionId).execute()
      }),
  }
}

async function addSession(
  transaction: Transaction<Tables>,
  session: NewSession,
  { ends, sessionsMax, day }: SessionRules,
): Promise<Session | undefined> {
  const member = await holdMember(transaction, session.memberId)
  if (member?.password_hash !== session.passwordHash) return undefined
  await removeEnded(transaction, ends)
  const row = await transaction
    .insertInto('sessions')
    .values({
      hash: session.digest,
      member_id: session.memberId,
      created_at: session.createdAt,
      seen_at: session.seenAt,
      browser: session.client.browser ?? null,
      system: session.client.system ?? null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await removeOldest(transaction, row, sessionsMax)
  await setMemberSeen(transaction, row.member_id, day)
  return sessionOf(row)
}

async function findSession(
  reader: Kysely<Tables>,
  digest: Uint8Array,
): Promise<SessionWithMember | undefined> {
  const found = reader.selectFrom('sessions').select(columns).where('hash', '=', digest)
  const session = await found.executeTakeFirst()
  if (session === undefined) return undefined
  const owner = reader.selectFrom('members').select(memberColumns)
  const member = await owner.where('id', '=', session.member_id).executeTakeFirstOrThrow()
  return { session: sessionOf(session), member: memberOf(member) }
}

async function setMemberSeen(
  transaction: Transaction<Tables>,
  memberId: number,
  day: number,
): Promise<void> {
  const member = transaction.updateTable('members').set({ last_seen_at: day })
  await member.where('id', '=', memberId).execute()
}

function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    memberId: row.member_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    // What was stored came from this type.
    client: { browser: row.browser ?? undefined, system: row.system ?? undefined } as Client,
  }
}

async function removeEnded(
  transaction: Transaction<Tables>,
  { createdBefore, seenBefore }: SessionEnds,
): Promise<void> {
  // One after the other, so that each is read by its index.
  const sessions = transaction.deleteFrom('sessions')
  await sessions.where('created_at', '<', createdBefore).execute()
  await sessions.where('seen_at', '<', seenBefore).execute()
}

/** The new one is not among them, whatever the clock says. */
async function removeOldest(
  transaction: Transaction<Tables>,
  added: SessionRow,
  sessionsMax: number,
): Promise<void> {
  const kept = transaction
    .selectFrom('sessions')
    .select('id')
    .where('member_id', '=', added.member_id)
    .where('id', '<>', added.id)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sessionsMax - 1)
  const sessions = transaction.deleteFrom('sessions').where('member_id', '=', added.member_id)
  await sessions.where('id', '<>', added.id).where('id', 'not in', kept).execute()
}
