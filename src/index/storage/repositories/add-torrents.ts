/**
 * Registers a batch of torrents. No two torrents may share an info-hash that clients announce: a hybrid's hash of
 * version 2, cut to 20 bytes, is one of these (BEP 52), so both of a torrent's hashes are looked for among
 * both of everybody's. The first of several in one batch is added; the others are then known.
 */
import type { Transaction } from 'kysely'
import type { NewTorrent, Torrent } from '#index/torrents/torrent'
import type { AddOutcome } from '#index/torrents/torrent-repository'
import type { SearchDialect } from '../search-dialect.ts'
import { storeWords } from '../search-words.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { insertFiles } from './torrent-files.ts'
import {
  type NewTorrentRow,
  newTorrentOf,
  newTorrentRow,
  noRemoval,
  torrentColumns,
  torrentOf,
} from './torrent-row.ts'
import { readUpSeconds } from './up-seconds.ts'

/** What becomes of one registered or new torrent; several of the batch can mean the same. */
type Entry = { torrent: Torrent | undefined; isRestored: boolean }

type Decision = { readonly entry: Entry; readonly outcome: AddOutcome['outcome'] }

/** Adds, restores, and tells what was known; outcomes are in the order given. */
export async function addTorrents(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrents: readonly NewTorrent[],
): Promise<AddOutcome[]> {
  const entries = await findEntries(transaction, torrents)
  const added: { readonly torrent: NewTorrent; readonly entry: Entry }[] = []
  const decisions = torrents.map((torrent): Decision => {
    const hashes = hashKeys(torrent)
    const entry = hashes.map((hash) => entries.get(hash)).find((found) => found !== undefined)
    if (entry !== undefined) return { entry, outcome: decideKnown(entry) }
    const fresh: Entry = { torrent: undefined, isRestored: false }
    for (const hash of hashes) entries.set(hash, fresh)
    added.push({ torrent, entry: fresh })
    return { entry: fresh, outcome: 'added' }
  })
  const upSeconds = await readUpSeconds(transaction)
  await insertAll(transaction, added, upSeconds)
  await storeWords(
    transaction,
    search,
    added.map(({ entry }) => torrentIn(entry)),
  )
  await restoreAll(transaction, decisions, upSeconds)
  return decisions.map(({ entry, outcome }) => ({ outcome, torrent: torrentIn(entry) }))
}

function decideKnown(entry: Entry): AddOutcome['outcome'] {
  if (entry.torrent?.removal === undefined || entry.isRestored) return 'known'
  entry.isRestored = true
  return 'restored'
}

function torrentIn({ torrent }: Entry): Torrent {
  if (torrent === undefined) throw new Error('the database did not number a new torrent')
  return torrent
}

/** Bytes as a key of a map. */
function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function hashKeys({
  infoHash,
  infoHashV2,
}: Pick<NewTorrent, 'infoHash' | 'infoHashV2'>): readonly string[] {
  const keys = [keyOf(infoHash)]
  return infoHashV2 === undefined ? keys : [...keys, keyOf(infoHashV2.subarray(0, 20))]
}

/** What is registered already under any hash of `torrents`, by each of its hashes. */
async function findEntries(
  transaction: Transaction<Tables>,
  torrents: readonly NewTorrent[],
): Promise<Map<string, Entry>> {
  const keys = new Set(torrents.flatMap(hashKeys))
  const hashes = [...keys].map((key) => new Uint8Array(Buffer.from(key, 'latin1')))
  const entries = new Map<string, Entry>()
  for (const chunk of chunksOf(hashes, 2)) {
    const rows = await transaction
      .selectFrom('torrents')
      .select(torrentColumns)
      .where((torrent) =>
        torrent.or([torrent('info_hash', 'in', chunk), torrent('info_hash_v2_short', 'in', chunk)]),
      )
      .execute()
    for (const torrent of rows.map(torrentOf)) {
      const entry = { torrent, isRestored: false }
      for (const key of hashKeys(torrent)) entries.set(key, entry)
    }
  }
  return entries
}

async function insertAll(
  transaction: Transaction<Tables>,
  added: readonly { readonly torrent: NewTorrent; readonly entry: Entry }[],
  upSeconds: number,
): Promise<void> {
  const rows = added.map(({ torrent }) => newTorrentRow(torrent, upSeconds))
  const ids = new Map<string, number>()
  for (const chunk of chunksOf(rows, columnsOf(rows))) {
    const numbered = await transaction
      .insertInto('torrents')
      .values(chunk)
      .returning(['id', 'info_hash'])
      .execute()
    for (const { id, info_hash } of numbered) ids.set(keyOf(info_hash), id)
  }
  for (const [index, row] of rows.entries()) {
    const id = ids.get(keyOf(row.info_hash))
    const entry = added[index]?.entry
    if (id !== undefined && entry !== undefined) entry.torrent = newTorrentOf(row, id)
  }
  const withFiles = added.map(({ torrent: { files }, entry }) => ({ ...torrentIn(entry), files }))
  await insertFiles(transaction, withFiles)
}

function columnsOf([first]: readonly NewTorrentRow[]): number {
  return first === undefined ? 1 : Object.keys(first).length
}

/** Those that come back are as they were, and housekeeping counts from now. */
async function restoreAll(
  transaction: Transaction<Tables>,
  decisions: readonly Decision[],
  upSeconds: number,
): Promise<void> {
  const restored = decisions.filter(({ outcome }) => outcome === 'restored')
  for (const chunk of chunksOf(restored, 1)) {
    await transaction
      .updateTable('torrents')
      .set({ ...noRemoval, active_up_seconds: upSeconds, purge_up_seconds: upSeconds })
      .where(
        'id',
        'in',
        chunk.map(({ entry }) => torrentIn(entry).id),
      )
      .execute()
  }
  for (const { entry } of restored) entry.torrent = { ...torrentIn(entry), removal: undefined }
}
