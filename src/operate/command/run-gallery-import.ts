/**
 * Imports a file of galleries: reads lines, sends them in batches, and counts what comes of them. While one batch is
 * stored the next is read. A stop ends it after the batch that is under way.
 */
import { galleryBulkMax } from '#base/limits'
import type { Line } from '#index/imports/read-lines'
import type { ApiClient } from '../api/api-client.ts'
import { addGalleries } from '../api/gallery-routes.ts'
import type { GalleryRegistrationJson } from '../api/gallery-schemas.ts'
import { readGalleryLine } from './gallery-import-line.ts'
import type { ImportTally } from './import-tally.ts'

export type GalleryImportRun = {
  readonly lines: AsyncIterable<Line>
  /** Of all galleries; undefined where each line names one. */
  readonly owner: string | undefined
  readonly client: ApiClient
  readonly tally: ImportTally
  /** Told of each key that has no meaning here. */
  readonly onUnknownKey: (key: string) => void
  readonly isStopped: () => boolean
}

type Batch = {
  /** How many lines of the file it stands for, faults too. */
  lines: number
  bytes: number
  readonly galleries: GalleryRegistrationJson[]
  readonly positions: number[]
}

/** Bytes of lines in one batch: half of what the route takes, because JSON is written anew. */
const batchBytesMax = 16 * 1024 * 1024

/** Resolves when all is imported, or after a stop. Rejects with StartError. */
export async function runGalleryImport(run: GalleryImportRun): Promise<void> {
  let batch = emptyBatch()
  let sending: Promise<void> = Promise.resolve()
  for await (const line of run.lines) {
    take(line, batch, run)
    if (batch.lines < galleryBulkMax && batch.bytes < batchBytesMax) continue
    await sending
    if (run.isStopped()) return
    sending = send(batch, run)
    batch = emptyBatch()
  }
  await sending
  if (!run.isStopped()) await send(batch, run)
}

function emptyBatch(): Batch {
  return { lines: 0, bytes: 0, galleries: [], positions: [] }
}

function take({ number, bytes }: Line, batch: Batch, run: GalleryImportRun): void {
  batch.lines++
  batch.bytes += bytes?.length ?? 0
  const read = bytes === undefined ? tooLong : readGalleryLine(bytes, run.owner)
  if (read === undefined) return
  if (typeof read === 'string') return run.tally.refuse(number, read)
  for (const key of read.unknownKeys) run.onUnknownKey(key)
  batch.galleries.push(read.gallery)
  batch.positions.push(number)
}

const tooLong = 'it is longer than a line may be: is the end of each object followed by a new line?'

async function send({ lines, galleries, positions }: Batch, run: GalleryImportRun): Promise<void> {
  const { client, tally } = run
  if (galleries.length > 0) {
    const { outcomes } = await client.call(addGalleries, { body: { galleries } })
    for (const [index, { outcome, error }] of outcomes.entries())
      if (error !== null) tally.refuse(positions[index] ?? 0, error.message)
      else if (outcome !== 'refused') tally.counts[outcome]++
  }
  tally.advance(lines)
}
