/**
 * Two working trees of Waggle against each other over UDP, for whoever changes the announce path:
 *
 *     node bench/compare.ts DIRECTORY [--torrents 1000,1000000] [--want 30] [--rounds 8]
 *
 * The first figure is this tree's, the second that of DIRECTORY. Prints, writes nothing.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { alternate, perCpuSecond, type Rounds } from './cells/alternate.ts'
import { withUdpSession } from './cells/udp-session.ts'
import { hundredths, ratios, spread } from './report/statistics.ts'
import { waggle, waggleAt } from './trackers/waggle.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    torrents: { type: 'string', default: '1000,100000,1000000' },
    want: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '8' },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const bench = { cells: [], isQuick: true, rounds: Number(values.rounds), seconds: 2, say } as const
const other = waggleAt(resolve(positionals[0] ?? '.'), 'other')

for (const torrents of values.torrents.split(',').map(Number)) {
  const size = { torrents, peers: 2 * torrents }
  await withUdpSession({ bench, size, family: 4 }, async (session) => {
    say(`${torrents} torrents`)
    await session.add(waggle)
    await session.add(other)
    const wish = { want: Number(values.want), mood: 'returning' } as const
    const [own, others] = (await alternate(bench, session.contestants(wish))) as [Rounds, Rounds]
    const ratio = ratios(perCpuSecond(own), perCpuSecond(others))
    say(`  this tree by the other: ${spread(ratio, hundredths)}`)
  })
}
