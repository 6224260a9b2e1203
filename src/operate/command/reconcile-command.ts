/** `waggle reconcile`: recomputes every statistic from its details, and says which are not what they add up to. */
import { Command } from 'commander'
import { reconcile } from '../api/reconcile-route.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

export function reconcileCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('reconcile'))
    .description('recompute every statistic of members and torrents, also while a server runs')
    .action(async (options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        const report = await client.call(reconcile)
        if (report.differing > 0) io.setExitStatus(1)
        if (options.json === true) return io.out(jsonLine(report))
        for (const { of, id, sum, stored, recomputed } of report.differences)
          io.out(`${of} ${id}: ${sum} is ${stored}, and its details add up to ${recomputed}\n`)
        io.out(summary(report))
      })
    })
}

type Report = Awaited<ReturnType<(typeof reconcile)['run']>>['body']

function summary({ compared, differing }: Report): string {
  if (differing === 0) return `${compared} sums are what their details add up to\n`
  return `${differing} of ${compared} sums are not what their details add up to; keep a backup of the database and report it as a fault of Waggle\n`
}
