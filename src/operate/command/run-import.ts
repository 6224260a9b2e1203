/**
 * Imports a file: reads items, sends them in batches, and counts what comes of them. While one batch is stored the next
 * is read. A stop ends it after the batch that is under way, so that it can go on later from a position; going
 * through the whole file again does no harm either, because what is known already stays as it is.
 */
import type { ImportItem } from '#index/imports/import-item'
import { registrationOfImport } from '#index/torrents/registration-of-import'
import { TorrentError } from '#index/torrents/torrent-error'
import { newTorrent } from '#index/torrents/torrent-rules'
import type { ApiClient } from '../api/api-client.ts'
import { addTorrents } from '../api/bulk-route.ts'
import { registrationJson } from '../api/torrent-json.ts'
import { bulkMax, type RegistrationJson } from '../api/torrent-schemas.ts'
import type { ImportTally } from './import-tally.ts'

export type ImportRun = {
  readonly items: AsyncIterable<ImportItem>
  /** Undefined for a rehearsal, which checks everything and sends nothing. */
  readonly client: ApiClient | undefined
  readonly tally: ImportTally
  readonly nowSeconds: number
  readonly isStopped: () => boolean
}

type Batch = {
  /** How many items of the file it stands for, faults too. */
  items: number
  readonly torrents: RegistrationJson[]
  readonly positions: number[]
}

/** Resolves when all is imported, or after a stop. Rejects with StartError. */
export async function runImport(run: ImportRun): Promise<void> {
  let batch = emptyBatch()
  let sending: Promise<void> = Promise.resolve()
  for await (const item of run.items) {
    take(item, batch, run)
    if (batch.items < bulkMax) continue
    await sending
    if (run.isStopped()) return
    sending = send(batch, run)
    // Told below, or with the next batch.
    sending.catch(() => undefined)
    batch = emptyBatch()
  }
  await sending
  if (!run.isStopped()) await send(batch, run)
}

function emptyBatch(): Batch {
  return { items: 0, torrents: [], positions: [] }
}

function take(item: ImportItem, batch: Batch, { tally, nowSeconds }: ImportRun): void {
  batch.items++
  if ('fault' in item) return tally.refuse(item.position, item.fault)
  const registration = registrationOfImport(item.registration)
  try {
    newTorrent(registration, nowSeconds)
  } catch (error) {
    if (!(error instanceof TorrentError)) throw error
    return tally.refuse(item.position, error.message)
  }
  batch.torrents.push(registrationJson(registration))
  batch.positions.push(item.position)
}

async function send(batch: Batch, { client, tally }: ImportRun): Promise<void> {
  const { torrents, positions } = batch
  if (client !== undefined && torrents.length > 0) {
    const { outcomes } = await client.call(addTorrents, { body: { torrents } })
    for (const [index, { outcome, error }] of outcomes.entries())
      if (error !== null) tally.refuse(positions[index] ?? 0, error.message)
      else tally.counts[outcome]++
  }
  tally.advance(batch.items)
}
