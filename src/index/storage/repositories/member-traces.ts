/** What is kept under the number of a member, read for its owner. */
import type { Kysely } from 'kysely'
import type { MemberTraces, TraceKind, TracePage } from '#index/members/member-traces'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'

export function createMemberTraces({ read }: Access): MemberTraces {
  return {
    page: (kind, memberId, after, limit) =>
      read((reader) => readers[kind](reader, { memberId, after, limit })),
  }
}

type Page = { readonly memberId: number; readonly after: number; readonly limit: number }

const readers: Readonly<
  Record<TraceKind, (reader: Kysely<Tables>, page: Page) => Promise<TracePage>>
> = {
  galleries: async (reader, { memberId, after, limit }) => {
    const rows = await reader
      .selectFrom('galleries')
      .select(['id', 'title', 'original_title', 'category', 'description', 'pages'])
      .select(['posted_at', 'state', 'state_reason', 'state_at'])
      .where('owner_id', '=', memberId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return pageOf(rows, limit, ({ id }) => id)
  },
  torrents: async (reader, { memberId, after, limit }) => {
    const rows = await reader
      .selectFrom('torrents')
      .select(['id', 'gallery_id', 'name', 'comment', 'size_bytes', 'added_at', 'state'])
      .select(['tombstone_kind', 'tombstone_reason', 'tombstone_at'])
      .where('uploader_id', '=', memberId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return pageOf(rows, limit, ({ id }) => id)
  },
  statistics: async (reader, { memberId, after, limit }) => {
    const rows = await reader
      .selectFrom('member_torrents')
      .select(['torrent_id', 'uploaded', 'downloaded', 'seed_seconds', 'first_at', 'last_at'])
      .select(['completed_at', 'client'])
      .where('member_id', '=', memberId)
      .where('torrent_id', '>', after)
      .orderBy('torrent_id')
      .limit(limit)
      .execute()
    return pageOf(rows, limit, (row) => row.torrent_id)
  },
  /** The counters of a client at a torrent; a few of each torrent, which stand on one page. */
  sessions: async (reader, { memberId, after, limit }) => {
    const torrents = await reader
      .selectFrom('announce_marks')
      .select('torrent_id')
      .distinct()
      .where('member_id', '=', memberId)
      .where('torrent_id', '>', after)
      .orderBy('torrent_id')
      .limit(limit)
      .execute()
    if (torrents.length === 0) return { rows: [], next: undefined }
    const ids = torrents.map((row) => row.torrent_id)
    const rows = await reader
      .selectFrom('announce_marks')
      .select(['torrent_id', 'uploaded', 'downloaded', 'remaining', 'announced_at'])
      .where('member_id', '=', memberId)
      .where('torrent_id', 'in', ids)
      .orderBy('torrent_id')
      .execute()
    return { ...pageOf(torrents, limit, (row) => row.torrent_id), rows }
  },
  days: async (reader, { memberId, after, limit }) => {
    const rows = await reader
      .selectFrom('member_days')
      .select(['day', 'uploaded', 'downloaded', 'seed_seconds'])
      .select(['torrent_completes', 'gallery_completes'])
      .where('member_id', '=', memberId)
      .where('day', '>', after)
      .orderBy('day')
      .limit(limit)
      .execute()
    return pageOf(rows, limit, ({ day }) => day)
  },
}

function pageOf<Row extends object>(
  rows: readonly Row[],
  limit: number,
  markOf: (row: Row) => number,
): TracePage {
  const last = rows.at(-1)
  return { rows, next: last === undefined || rows.length < limit ? undefined : markOf(last) }
}
