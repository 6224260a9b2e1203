/** Toplists in the database; see `index/toplists/toplist-repository.ts` for what each method promises. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Scored } from '#index/toplists/best-scores'
import type { Period } from '#index/toplists/period'
import type { ToplistRepository } from '#index/toplists/toplist-repository'
import type { Access } from '../access.ts'
import type { EngineName } from '../engine.ts'
import type { Tables } from '../tables.ts'
import { jsonRows } from './json-rows.ts'
import { readDaySums, readTotals } from './toplist-sums.ts'

export function createToplistRepository({ engine, read, write }: Access): ToplistRepository {
  return {
    totals: (afterId, rows) => read((reader) => readTotals(reader, afterId, rows)),
    daySums: (afterId, ranges, rows) =>
      read((reader) => readDaySums(reader, afterId, ranges, rows)),
    replace: (lists, at) =>
      write((transaction) => replaceLists(transaction, engine.name, lists, at)),
    list: (period, fromRank, limit) => read((reader) => readList(reader, period, fromRank, limit)),
    count: (period) => read((reader) => countRanks(reader, period)),
    ranksOf: (memberId) =>
      read((reader) =>
        reader
          .selectFrom('toplist_ranks')
          .select(['period', 'rank', 'score'])
          .where('member_id', '=', memberId)
          .execute(),
      ),
    computedAt: () => read(readComputedAt),
  }
}

async function replaceLists(
  transaction: Transaction<Tables>,
  engine: EngineName,
  lists: ReadonlyMap<Period, readonly Scored[]>,
  at: number,
): Promise<void> {
  const rows = [...lists].flatMap(([period, ranked]) =>
    ranked.map(({ memberId, score }, index) => [period, index + 1, memberId, score]),
  )
  await transaction.deleteFrom('toplist_ranks').execute()
  const { source, text, integer } = jsonRows(engine, rows)
  await sql`
    INSERT INTO toplist_ranks (period, rank, member_id, score, computed_at)
    SELECT ${text(0)}, ${integer(1)}, ${integer(2)}, ${integer(3)}, CAST(${at} AS BIGINT)
    FROM ${source}`.execute(transaction)
}

async function readList(reader: Kysely<Tables>, period: Period, fromRank: number, limit: number) {
  const rows = await reader
    .selectFrom('toplist_ranks')
    .innerJoin('members', 'members.id', 'toplist_ranks.member_id')
    .select(['rank', 'member_id', 'score', 'members.name'])
    .where('period', '=', period)
    .where('rank', '>=', fromRank)
    .where('rank', '<', fromRank + limit)
    .where(isThere())
    .orderBy('rank')
    .execute()
  return rows.map(({ rank, member_id, score, name }) => ({
    rank,
    memberId: member_id,
    score,
    name,
  }))
}

async function countRanks(reader: Kysely<Tables>, period: Period): Promise<number> {
  const row = await reader
    .selectFrom('toplist_ranks')
    .select('rank')
    .where('period', '=', period)
    .orderBy('rank', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.rank ?? 0
}

/** The list of all time has somebody in it where any has. */
async function readComputedAt(reader: Kysely<Tables>): Promise<number | undefined> {
  const row = await reader
    .selectFrom('toplist_ranks')
    .select('computed_at')
    .where('rank', '=', 1)
    .orderBy('period')
    .limit(1)
    .executeTakeFirst()
  return row?.computed_at
}

/** A ban that has ended is taken off the row within a minute. */
function isThere(): RawBuilder<boolean> {
  return sql<boolean>`members.state = 'active' AND members.banned_at IS NULL`
}
