/** `waggle stats`: the numbers of the tracker and its catalogue. */
import { Command } from 'commander'
import { statistics } from '../api/statistics-route.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

export function statsCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('stats'))
    .description('count torrents, peers and announces')
    .action(async (options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        const numbers = await client.call(statistics)
        io.out(options.json === true ? jsonLine(numbers) : textOf(numbers))
      })
    })
}

type Statistics = Awaited<ReturnType<(typeof statistics)['run']>>['body']

function textOf({ torrents, tracker, database }: Statistics): string {
  const catalogue =
    torrents === null
      ? 'torrents: unknown, because the database is away'
      : `torrents: ${torrents.live} live (${torrents.pinned} pinned), ${torrents.banned} banned, ${torrents.removed} removed`
  const running =
    tracker === null
      ? 'tracker: not running'
      : `tracker: ${tracker.seeders} seeders and ${tracker.leechers} leechers of ${tracker.torrents} torrents; ${tracker.announces} announces in ${tracker.uptime_seconds} s`
  return `${catalogue}\n${running}\ndatabase: ${database.engine}, ${database.state}\n`
}
