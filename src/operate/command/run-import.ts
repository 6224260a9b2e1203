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
import { banTorrent } from '../api/torrent-change-routes.ts'
import { registrationJson } from '../api/torrent-json.ts'
import { findTorrent } from '../api/torrent-routes.ts'
import { bulkMax, type RegistrationJson } from '../api/torrent-schemas.ts'
import type { ImportTally } from './import-tally.ts'

export type ImportRun = {
  readonly items: AsyncIterable<ImportItem>
  /** Undefined for a rehearsal, which checks everything and sends nothing. */
  readonly client: ApiClient | undefined
  readonly tally: ImportTally
  readonly nowSeconds: number
  /** The file says what to refuse: what is registered and live is banned, and not left as it is. */
  readonly bansKnown: boolean
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

async function send(batch: Batch, { client, tally, bansKnown }: ImportRun): Promise<void> {
  const { torrents, positions } = batch
  if (client !== undefined && torrents.length > 0) {
    const { outcomes } = await client.call(addTorrents, { body: { torrents } })
    for (const [index, { outcome, error }] of outcomes.entries()) {
      if (error !== null) tally.refuse(positions[index] ?? 0, error.message)
      else tally.counts[outcome]++
      if (bansKnown && (outcome === 'known' || outcome === 'restored'))
        await banIfLive(client, torrents[index], tally)
    }
  }
  tally.advance(batch.items)
}

/** A ban that is there already keeps its reason. */
async function banIfLive(
  client: ApiClient,
  registration: RegistrationJson | undefined,
  tally: ImportTally,
): Promise<void> {
  if (registration?.ban === undefined) return
  const params = { info_hash: registration.info_hash }
  const { state } = await client.call(findTorrent, { params })
  if (state !== 'live') return
  await client.call(banTorrent, { params, body: registration.ban })
  tally.counts.banned++
}
