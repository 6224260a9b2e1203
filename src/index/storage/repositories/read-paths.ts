/** The names of a torrent's files, as many as words are kept of. */
import type { Kysely } from 'kysely'
import { tokensMax } from '#index/search/catalogue-words'
import type { Tables } from '../tables.ts'

export async function readPaths(database: Kysely<Tables>, torrentId: number): Promise<string[]> {
  const rows = await database
    .selectFrom('torrent_files')
    .select('path')
    .where('torrent_id', '=', torrentId)
    .orderBy('position')
    .limit(tokensMax)
    .execute()
  return rows.map(({ path }) => path)
}
