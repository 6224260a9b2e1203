/** The sessions in the database. */
import type { Selectable, Transaction } from 'kysely'
import type { Client } from '#index/members/client'
import type { Session, SessionEnds } from '#index/members/session'
import type { SessionRepository } from '#index/members/session-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { memberColumns, memberOf } from './member-row.ts'

const columns = [
  'sessions.id',
  'sessions.member_id',
  'sessions.created_at',
  'sessions.seen_at',
  'sessions.browser',
  'sessions.system',
] as const

type SessionRow = Omit<Selectable<Tables['sessions']>, 'hash'>

export function createSessionRepository({ read, write }: Access): SessionRepository {
  return {
    add: (session, { ends, sessionsMax }) =>
      write(async (transaction) => {
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
        await removeOldest(transaction, session.memberId, sessionsMax)
        return sessionOf(row)
      }),
    find: (digest) =>
      read(async (reader) => {
        const row = await reader
          .selectFrom('sessions')
          .innerJoin('members', 'members.id', 'sessions.member_id')
          .select(memberColumns)
          .select([
            'sessions.id as session_id',
            'sessions.created_at as session_created_at',
            'sessions.seen_at',
            'sessions.browser',
            'sessions.system',
          ])
          .where('sessions.hash', '=', digest)
          .executeTakeFirst()
        if (row === undefined) return undefined
        const { session_id, session_created_at, seen_at, browser, system } = row
        const own = { id: session_id, created_at: session_created_at }
        const session = sessionOf({ ...own, member_id: row.id, seen_at, browser, system })
        return { session, member: memberOf(row) }
      }),
    setSeen: ({ id, memberId }, { hour, day }) =>
      write(async (transaction) => {
        const session = transaction.updateTable('sessions').set({ seen_at: hour })
        await session.where('id', '=', id).execute()
        const member = transaction.updateTable('members').set({ last_seen_at: day })
        await member.where('id', '=', memberId).execute()
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
        const ended = await transaction
          .deleteFrom('sessions')
          .where('id', '=', sessionId)
          .where('member_id', '=', memberId)
          .returning('id')
          .executeTakeFirst()
        return ended !== undefined
      }),
    endOthers: (memberId, keptSessionId) =>
      write(async (transaction) => {
        const others = transaction.deleteFrom('sessions').where('member_id', '=', memberId)
        await others.where('id', '<>', keptSessionId).execute()
      }),
  }
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

async function removeOldest(
  transaction: Transaction<Tables>,
  memberId: number,
  keptMax: number,
): Promise<void> {
  const kept = transaction
    .selectFrom('sessions')
    .select('id')
    .where('member_id', '=', memberId)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(keptMax)
  const sessions = transaction.deleteFrom('sessions').where('member_id', '=', memberId)
  await sessions.where('id', 'not in', kept).execute()
}
