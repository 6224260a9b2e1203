/**
 * Opens a file of another tracker for importing: which reader a format has, and what all of them have in common.
 * Nothing is stored here; whoever imports takes the items one by one and can begin after those that it has.
 */
import type { ImportItem } from './import-item.ts'
import { checkImportFile, readImportFile } from './import-source.ts'
import { JsonlReader } from './jsonl-reader.ts'
import { MysqlDumpReader } from './mysql/mysql-dump-reader.ts'
import { OpentrackerReader } from './opentracker-reader.ts'
import { readLines } from './read-lines.ts'
import { TorrustReader } from './torrust/torrust-reader.ts'

/** What can be imported, with a line about each for whoever has to choose. */
export const importFormats = {
  jsonl: 'one JSON object with info_hash and name on each line',
  mysql: 'a dump of MySQL or MariaDB, of XBT Tracker or a tracker in PHP',
  'opentracker-whitelist': 'the list of info-hashes that opentracker admits',
  'opentracker-blacklist': 'the list of info-hashes that opentracker refuses',
  torrust: 'the SQLite database of torrust-tracker or torrust-index',
} as const
export type ImportFormat = keyof typeof importFormats

export type ImportOptions = {
  /** Items from the beginning to leave out: those that an import which was stopped has had. */
  readonly skip?: number | undefined
}

export type OpenImport = {
  /** To be read once; faults are among them. Throws StartError where the file cannot be read on. */
  readonly items: AsyncIterable<ImportItem>
  /** What a position counts. */
  readonly positionUnit: 'line' | 'row'
  /** How many were left out: after the last item, fewer than asked for where the file has no more. */
  readonly skipped: () => number
  /** What was understood, a sentence each without its full stop; whole only after the last item. */
  readonly describe: () => readonly string[]
}

/** What each reader gives. */
type Reading = Omit<OpenImport, 'items' | 'skipped'> & {
  readonly items: AsyncIterable<ImportItem> | Iterable<ImportItem>
}

/**
 * Looks at the file first. Throws StartError for one that is not there, or is not of this format. A file that does not
 * change gives the same items in the same order.
 */
export async function openImport(
  format: ImportFormat,
  path: string,
  options: ImportOptions = {},
): Promise<OpenImport> {
  await checkImportFile(path)
  const { items, positionUnit, describe } = await openers[format](path)
  let skipped = 0
  const rest = afterFirst(items, options.skip ?? 0, () => void skipped++)
  return { items: rest, positionUnit, skipped: () => skipped, describe }
}

const openers: Readonly<Record<ImportFormat, (path: string) => Reading | Promise<Reading>>> = {
  jsonl: (path) => linewise(path, new JsonlReader(path)),
  mysql: openMysql,
  'opentracker-whitelist': (path) => linewise(path, new OpentrackerReader(false)),
  'opentracker-blacklist': (path) => linewise(path, new OpentrackerReader(true)),
  torrust: openTorrust,
}

function linewise(path: string, reader: JsonlReader | OpentrackerReader): Reading {
  return {
    items: reader.items(readLines(readImportFile(path))),
    positionUnit: 'line',
    describe: () => reader.describe(),
  }
}

async function openMysql(path: string): Promise<Reading> {
  const reader = new MysqlDumpReader(path)
  await reader.survey()
  return { items: reader.items(), positionUnit: 'row', describe: () => reader.describe() }
}

function openTorrust(path: string): Reading {
  const reader = new TorrustReader(path)
  reader.survey()
  return { items: reader.items(), positionUnit: 'row', describe: () => reader.describe() }
}

async function* afterFirst(
  items: AsyncIterable<ImportItem> | Iterable<ImportItem>,
  skip: number,
  onSkip: () => void,
): AsyncGenerator<ImportItem> {
  let left = skip
  for await (const item of items) {
    if (left === 0) {
      yield item
      continue
    }
    left--
    onSkip()
  }
}
