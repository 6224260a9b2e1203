/** The files of new torrents, as rows. */
import type { Transaction } from 'kysely'
import type { TorrentFile } from '#index/torrents/torrent'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'

export type TorrentWithFiles = {
  readonly id: number
  readonly files: readonly TorrentFile[] | undefined
}

export async function insertFiles(
  transaction: Transaction<Tables>,
  torrents: readonly TorrentWithFiles[],
): Promise<void> {
  const rows = torrents.flatMap(({ id, files = [] }) =>
    files.map(({ path, sizeBytes }, position) => ({
      torrent_id: id,
      position,
      path: storedText(path),
      size_bytes: sizeBytes,
    })),
  )
  for (const chunk of chunksOf(rows, 4))
    await transaction.insertInto('torrent_files').values(chunk).execute()
}
