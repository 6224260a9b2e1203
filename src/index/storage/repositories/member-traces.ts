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
  /** The counters of a client at a torrent. */
  sessions: async (reader, { memberId, after, limit }) => {
    const rows = await reader
      .selectFrom('announce_marks')
      .select(['torrent_id', 'uploaded', 'downloaded', 'remaining', 'announced_at'])
      .where('member_id', '=', memberId)
      .where('torrent_id', '>', after)
      .orderBy('torrent_id')
      .orderBy('announced_at', 'desc')
      .limit(limit + 1)
      .execute()
    return pageOfTorrents(rows, limit)
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

/**
 * Whole torrents, because a page begins after one: of the last one there may be more. (Of one torrent there are at most
 * `marksPerPairMax`.)
 */
function pageOfTorrents(
  rows: readonly { readonly torrent_id: number }[],
  limit: number,
): TracePage {
  if (rows.length <= limit) return { rows, next: undefined }
  const whole = rows.filter((row) => row.torrent_id !== rows.at(-1)?.torrent_id)
  const page = whole.length > 0 ? whole : rows.slice(0, limit)
  return { rows: page, next: page.at(-1)?.torrent_id }
}

function pageOf<Row extends object>(
  rows: readonly Row[],
  limit: number,
  markOf: (row: Row) => number,
): TracePage {
  const last = rows.at(-1)
  return { rows, next: last === undefined || rows.length < limit ? undefined : markOf(last) }
}
