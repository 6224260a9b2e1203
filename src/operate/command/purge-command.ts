/** `waggle purge`: the run that the server makes every day, at once; and what will be purged when. */
import { Command } from 'commander'
import { listPurges, runPurge } from '../api/purge-routes.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

type PurgeOptions = OperationOptions & {
  readonly dryRun?: boolean
  readonly force?: boolean
  readonly coming?: boolean
}

export function purgeCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('purge'))
    .description(
      'purge torrents of galleries that were expunged or that nobody seeds (purge.*); the server does so every day',
    )
    .option('--dry-run', 'change nothing, and say what would be done')
    .option('--force', 'purge all that is due, and not a part of it')
    .option('--coming', 'list what will be purged, and when')
    .action(async (options: PurgeOptions) => {
      const { dryRun = false, force = false, coming = false, json = false } = options
      await withOperation(options, io, async (client) => {
        if (coming) {
          const list = await client.call(listPurges)
          return io.out(json ? jsonLine(list) : comingLines(list))
        }
        const report = await client.call(runPurge, { body: { dry_run: dryRun, force } })
        if (json) return io.out(jsonLine(report))
        for (const torrent of report.torrents) io.out(line(dryRun ? 'to purge' : 'purged', torrent))
        io.out(summary(report))
      })
    })
}

type List = Awaited<ReturnType<(typeof listPurges)['run']>>['body']
type Report = Awaited<ReturnType<(typeof runPurge)['run']>>['body']

function comingLines({ unseeded, expunged }: List): string {
  const all = [...unseeded, ...expunged].toSorted((one, other) => one.purge_at - other.purge_at)
  if (all.length === 0) return 'nothing will be purged as things are\n'
  return all.map((torrent) => line(dayText(torrent.purge_at), torrent)).join('')
}

function dayText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

/** `purged      <info-hash>  unseeded  <name>`. */
function line(what: string, { info_hash, cause, name }: Report['torrents'][number]): string {
  return `${what.padEnd(10)}  ${info_hash}  ${cause}  ${name}\n`
}

function summary({ dry_run, warned, purged, forgotten, capped }: Report): string {
  const would = dry_run ? 'would be ' : ''
  const more = capped ? '; more are due and wait for the next run, or for --force' : ''
  return `${purged} ${would}purged, members ${would}warned of ${warned}, files of ${forgotten} ${would}deleted for good${more}\n`
}
