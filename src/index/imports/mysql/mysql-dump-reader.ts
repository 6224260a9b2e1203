/**
 * Torrents from the dump of a tracker that keeps them in MySQL or MariaDB, whichever of the known ones it is. The file
 * is read two or three times instead of being held in memory: once to see which tables it has, once to collect what
 * other tables say of listed torrents (if there are such tables), and once for the torrents, in the order of the file.
 */
import { StartError } from '#base/start-error'
import type { ImportItem } from '../import-item.ts'
import { hexName, type Registration } from '../registration.ts'
import { DumpFile, type KnownRow, type WantedFields } from './dump-file.ts'
import { DumpSurvey } from './dump-survey.ts'
import { describeKnownTables, fields } from './known-tables.ts'
import { SideValues } from './side-values.ts'
import { readTitleRow, readTorrentRow, type TorrentRow } from './torrent-row.ts'

export class MysqlDumpReader {
  readonly #path: string
  readonly #file: DumpFile
  readonly #survey = new DumpSurvey()
  #deleted = 0
  #unlisted = 0

  constructor(path: string) {
    this.#path = path
    this.#file = new DumpFile(path)
  }

  /** Sees which tables there are. Throws StartError for a dump without torrents. */
  async survey(): Promise<void> {
    for await (const batch of this.#file.rows(() => [])) {
      for (const { match } of batch) this.#survey.count(match)
    }
    if (this.#survey.rows('torrents') + this.#survey.rows('counts') === 0) this.#refuse()
  }

  async *items(): AsyncGenerator<ImportItem> {
    const sides = this.#survey.hasSides ? new SideValues() : undefined
    try {
      if (sides !== undefined) await this.#collect(sides)
      yield* this.#itemsOfFile(sides)
      if (sides !== undefined) yield* this.#unlistedItems(sides)
    } finally {
      sides?.close()
    }
    if (this.#file.isWhole) return
    yield { fault: 'the dump is cut off after this: dump it again', position: this.#lastRow() }
  }

  describe(): string[] {
    const lines = this.#survey.describe()
    for (const table of this.#file.untold) lines.push(`table ${table} is passed over: ${untold}`)
    if (this.#deleted > 0)
      lines.push(`torrents that were deleted there and are left out: ${this.#deleted}`)
    if (this.#unlisted > 0)
      lines.push(`torrents that were counted there without a name: ${this.#unlisted}`)
    if (!this.#file.isWhole) lines.push('the dump is cut off: torrents may be missing')
    return lines
  }

  #lastRow(): number {
    return this.#survey.rows('torrents') || this.#survey.rows('counts')
  }

  #refuse(): never {
    const tables = this.#file.untold.join(', ')
    if (tables !== '') throw new StartError(`${this.#path}: table ${tables}: ${untold}`)
    throw new StartError(
      `${this.#path} has no torrents of a known tracker: no table with rows has an info_hash and a name that ends with ${describeKnownTables()}; dump the tracker's whole database with mysqldump`,
    )
  }

  async #collect(sides: SideValues): Promise<void> {
    const wanted: WantedFields = (match) => (this.#survey.isSide(match) ? fields : undefined)
    for await (const batch of this.#file.rows(wanted)) {
      for (const known of batch) collectRow(sides, known)
    }
  }

  async *#itemsOfFile(sides: SideValues | undefined): AsyncGenerator<ImportItem> {
    for await (const batch of this.#file.rows(allButTitles)) {
      for (const known of batch) {
        const item = this.#item(known, sides)
        if (item !== undefined) yield item
      }
    }
  }

  #item({ match, row }: KnownRow, sides: SideValues | undefined): ImportItem | undefined {
    const position = row.number
    const torrent = readTorrentRow(match, row)
    if (typeof torrent === 'string') return { fault: torrent, position }
    if (torrent.isDeleted) {
      this.#deleted++
      return undefined
    }
    // What was counted of a torrent is told with it, wherever it is listed, or else at the end.
    if (match.known.role === 'counts' && sides !== undefined) return undefined
    return { registration: registrationOf(torrent, sides), position }
  }

  *#unlistedItems(sides: SideValues): Generator<ImportItem> {
    for (const { infoHash, completed, addedAt, row } of sides.unlisted()) {
      this.#unlisted++
      const registration = { infoHash, name: hexName(infoHash), completed, addedAt }
      yield { registration, position: row }
    }
  }
}

const untold =
  'neither its INSERT nor a CREATE TABLE tells its columns: dump it without --no-create-info, or with --complete-insert'

const allButTitles: WantedFields = ({ known }) => (known.role === 'titles' ? undefined : fields)

function collectRow(sides: SideValues, { match, row }: KnownRow): void {
  if (match.known.role === 'titles') {
    const title = readTitleRow(match, row)
    if (title !== undefined) sides.addTitle(title.key, title.title)
    return
  }
  const torrent = readTorrentRow(match, row)
  // Faulty rows are told where the torrents are read.
  if (typeof torrent !== 'string' && !torrent.isDeleted) sides.addCounts(torrent, row.number)
}

function registrationOf(torrent: TorrentRow, sides: SideValues | undefined): Registration {
  const { infoHash, sizeBytes, fileCount, isBanned } = torrent
  const counts = sides?.takeCounts(infoHash)
  const name = torrent.name || sides?.title(torrent.titles)
  return {
    infoHash,
    name: name ?? hexName(infoHash),
    sizeBytes,
    fileCount,
    completed: sum(torrent.completed, counts?.completed),
    addedAt: torrent.addedAt ?? counts?.addedAt,
    isBanned: isBanned || undefined,
  }
}

/** Of what is known; undefined if nothing is. */
function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one + other
}
