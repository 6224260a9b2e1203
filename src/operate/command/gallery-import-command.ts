/**
 * `waggle gallery import`: moves the galleries of another system in. Exit status 1 says that something was refused, or
 * that it was stopped. The same file may be imported again: what is there already stays as it is.
 */
import type { Command } from 'commander'
import { checkImportFile, readImportFile } from '#index/imports/import-source'
import { type Line, readLines } from '#index/imports/read-lines'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { importPosition } from './import-position.ts'
import { ImportTally } from './import-tally.ts'
import { runGalleryImport } from './run-gallery-import.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { openGalleries } from './with-galleries.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

type ImportOptions = OperationOptions & { readonly owner?: string; readonly continue?: number }

/** Enough to see what kind of keys they are. */
const unknownKeysMax = 20

export function addGalleryImport(gallery: Command, io: CommandIo): void {
  withOperationOptions(gallery.command('import'))
    .description('make the galleries of a list, one JSON object on each line')
    .argument('<file>', 'the list, packed with gzip or not')
    .option('--owner <name>', 'the member whose all of them are, whoever the file names')
    .option(
      '--continue <position>',
      'leave out what an import that was stopped has had',
      importPosition,
    )
    .action((file: string, options: ImportOptions) => importFile(file, options, io))
}

async function importFile(file: string, options: ImportOptions, io: CommandIo): Promise<void> {
  const { owner, continue: skipped = 0, json = false } = options
  const config = loadConfigOptions(options)
  await checkImportFile(file)
  const client = await openGalleries(config, io)
  const progress = (line: string): void => (json ? io.err(line) : io.out(line))
  const tally = new ImportTally({ io, file, positionUnit: 'line', skipped, nowMs, progress })
  const unknownKeys = new Set<string>()
  const onUnknownKey = (key: string): void => {
    if (unknownKeys.size < unknownKeysMax) unknownKeys.add(key.slice(0, 40))
  }
  const lines = linesAfter(file, skipped)
  const problem = await untilInterrupted(io, (isStopped) =>
    runGalleryImport({ lines, owner, client, tally, onUnknownKey, isStopped }),
  )
  await client.close()
  report({ problem, tally, unknownKeys, json, io })
  if (problem !== undefined)
    io.err(`${problem}; go on with: waggle gallery import ${file} --continue ${tally.position}\n`)
}

type Report = {
  readonly problem: string | undefined
  readonly tally: ImportTally
  readonly unknownKeys: ReadonlySet<string>
  readonly json: boolean
  readonly io: CommandIo
}

function report({ problem, tally, unknownKeys, json, io }: Report): void {
  const { added, known, refused } = tally.counts
  if (problem !== undefined || refused > 0) io.setExitStatus(1)
  const stopped = problem !== undefined
  if (json) return io.out(jsonLine({ added, known, refused, position: tally.position, stopped }))
  if (unknownKeys.size > 0)
    io.out(`keys without a meaning here were left alone: ${[...unknownKeys].join(', ')}\n`)
  io.out(`${added} galleries added, ${known} known before, ${refused} refused\n`)
}

async function* linesAfter(file: string, skipped: number): AsyncGenerator<Line> {
  for await (const line of readLines(readImportFile(file))) if (line.number > skipped) yield line
}

function nowMs(): number {
  return performance.now()
}
