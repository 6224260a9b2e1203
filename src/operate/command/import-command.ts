/**
 * `waggle import` and `waggle torrent import`: register what another tracker, or a list, has. Exit status 1 says that
 * something was refused, or that it was stopped.
 */
import { Argument, Command } from 'commander'
import { systemClock } from '#base/clock'
import { type ImportFormat, openImport } from '#index/imports/open-import'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { importPosition } from './import-position.ts'
import { ImportTally } from './import-tally.ts'
import { runImport } from './run-import.ts'
import { untilInterrupted } from './until-interrupted.ts'
import {
  type OperationOptions,
  openFirstOperation,
  withOperationOptions,
} from './with-operation.ts'

type ImportOptions = OperationOptions & { readonly dryRun?: boolean; readonly continue?: number }

/** The words of the command line, and what they are read as. */
const formats: Readonly<Record<string, ImportFormat>> = {
  php: 'mysql',
  xbt: 'mysql',
  opentracker: 'opentracker-whitelist',
  'opentracker-blacklist': 'opentracker-blacklist',
  torrust: 'torrust',
  jsonl: 'jsonl',
}

export function importCommand(io: CommandIo): Command {
  const command = new Command('import')
    .description('register the torrents of another tracker')
    .addArgument(
      new Argument('<format>', 'php and xbt: a MySQL dump; opentracker: its list').choices(
        Object.keys(formats),
      ),
    )
    .argument('<file>', 'what it keeps its torrents in')
  return withImportOptions(command).action((format: string, file: string, options: ImportOptions) =>
    importFile({
      format: formats[format] ?? 'jsonl',
      file,
      options,
      io,
      words: `import ${format}`,
    }),
  )
}

export function addTorrentImport(torrent: Command, io: CommandIo): void {
  const command = torrent
    .command('import')
    .description('register the torrents of a list, one JSON object on each line')
    .argument('<file>', 'the list; "waggle import" reads those of other trackers')
  withImportOptions(command).action((file: string, options: ImportOptions) =>
    importFile({ format: 'jsonl', file, options, io, words: 'torrent import' }),
  )
}

function withImportOptions(command: Command): Command {
  return withOperationOptions(
    command
      .option('--dry-run', 'register nothing, and say what would be refused')
      .option(
        '--continue <position>',
        'leave out what an import that was stopped has had',
        importPosition,
      ),
  )
}

type FileImport = {
  readonly format: ImportFormat
  readonly file: string
  readonly options: ImportOptions
  readonly io: CommandIo
  /** The command without its file. */
  readonly words: string
}

async function importFile({ format, file, options, io, words }: FileImport): Promise<void> {
  const { dryRun = false, continue: skipped = 0, json = false } = options
  const config = loadConfigOptions(options)
  const source = await openImport(format, file, { skip: skipped })
  const client = dryRun ? undefined : await openFirstOperation(config, io)
  const { items, positionUnit } = source
  const bansKnown = format === 'opentracker-blacklist'
  const progress = (line: string): void => (json ? io.err(line) : io.out(line))
  const tally = new ImportTally({ io, file, positionUnit, skipped, nowMs, progress })
  const nowSeconds = systemClock.nowSeconds()
  const problem = await untilInterrupted(io, (isStopped) =>
    runImport({ items, client, tally, nowSeconds, bansKnown, isStopped }),
  )
  await client?.close()
  const { counts, position: at } = tally
  const isPastEnd = problem === undefined && source.skipped() < skipped
  if (problem !== undefined || isPastEnd || counts.refused > 0) io.setExitStatus(1)
  if (json)
    io.out(jsonLine({ ...counts, position: at, stopped: problem !== undefined, dry_run: dryRun }))
  else for (const line of source.describe()) io.out(`${line}\n`)
  if (!json) io.out(tally.summary(dryRun))
  if (isPastEnd)
    io.err(
      `${file} ends at ${source.skipped()}, and --continue ${skipped} is behind that: nothing was read; give the number that the import of this file ended with, or leave --continue out\n`,
    )
  if (problem !== undefined)
    io.err(`${problem}; go on with: waggle ${words} ${file} --continue ${at}\n`)
}

function nowMs(): number {
  return performance.now()
}
