/** `waggle housekeeping`: the run that the server of a registered tracker makes every hour, at once; for a crontab, or to look first. */
import { Command } from 'commander'
import { runHousekeeping } from '../api/housekeeping-route.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { outcomeLine } from './torrent-text.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

type HousekeepingOptions = OperationOptions & {
  readonly dryRun?: boolean
  readonly force?: boolean
}

export function housekeepingCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('housekeeping'))
    .description(
      'take out torrents that nobody announces (torrents.idle_days), as the server of a registered tracker does every hour; those of galleries are purged: "waggle purge"',
    )
    .option('--dry-run', 'change nothing, and say what would be done')
    .option('--force', 'take out all that are idle, and not a twentieth of the catalogue at most')
    .action(async (options: HousekeepingOptions) => {
      const { dryRun = false, force = false, json = false } = options
      await withOperation(options, io, async (client) => {
        const body = { dry_run: dryRun, force }
        const report = await client.call(runHousekeeping, { body })
        if (json) return io.out(jsonLine(report))
        const verb = dryRun ? 'to remove' : 'removed'
        for (const torrent of report.torrents) io.out(outcomeLine(verb, torrent))
        io.out(summary(report))
      })
    })
}

type Report = Awaited<ReturnType<(typeof runHousekeeping)['run']>>['body']

function summary({ dry_run, removed, forgotten, capped }: Report): string {
  const would = dry_run ? 'would be ' : ''
  const more = capped ? '; more are idle and wait for the next run, or for --force' : ''
  return `${removed} ${would}removed, ${forgotten} ${would}deleted for good${more}\n`
}
