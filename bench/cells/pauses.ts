/** The section on pauses: batches, steps of expiry, and garbage collection under full load. */
import type { Bench } from '../bench-options.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { whole } from '../report/statistics.ts'
import type { Pause, PausesResult } from '../store/measure-pauses.ts'
import { startWaggle } from '../trackers/waggle.ts'
import { Collections } from './collections.ts'
import { runStore } from './store-process.ts'
import { withUdpSession } from './udp-session.ts'

const law = { torrents: 100_000, peers: 200_000 }

export async function pausesSection(bench: Bench): Promise<Section> {
  const millions = bench.isQuick ? 5 : 10
  bench.say(`Pauses, ${millions} million peers`)
  const pauses = await runStore<PausesResult>('pauses', String(millions))
  bench.say('Pauses, garbage collection')
  const collections = await collectionsUnderLoad(bench)
  return {
    title: 'Pauses',
    lines: [
      `Microseconds of the thread’s CPU clock in a store of ${millions} million peers (zipf over a million torrents) and one`,
      'swarm of a million that expires at once. The clock leaves out other processes, not interrupts and page faults.',
      '',
      ...table(
        ['what', 'how many', 'median', 'p99.99', 'second longest', 'longest'],
        [
          row('batch of 64, peers arriving, numwant 30', pauses.arriving),
          row('batch of 64, peers returning, numwant 30', pauses.returning),
          row('step of expiry, nobody expires', pauses.idleLap),
          row('step of expiry, the big swarm expires', pauses.expiring),
        ],
      ),
      '',
      `Garbage collection (--trace-gc) in ${collections.seconds.toFixed(0)} s of full UDP load after warm-up, all threads of the process:`,
      `${collections.majors} major, ${collections.minors} minor, the longest ${collections.longestMs.toFixed(2)} ms.`,
    ],
    gates: gates(pauses, collections),
  }
}

function row(what: string, { count, median, p9999, second, longest }: Pause): string[] {
  return [what, whole(count), ...[median, p9999, second, longest].map(whole)]
}

function longestMs(...pauses: readonly Pause[]): number {
  return Math.max(...pauses.map(({ longest }) => longest)) / 1000
}

function gates(pauses: PausesResult, collections: Collections): Gate[] {
  return [
    {
      name: 'longest batch, ms',
      needed: 1,
      atMost: true,
      measured: longestMs(pauses.arriving, pauses.returning),
    },
    {
      name: 'longest step of expiry, ms',
      needed: 1,
      atMost: true,
      measured: longestMs(pauses.idleLap, pauses.expiring),
    },
    { name: 'major collections under load', needed: 0, atMost: true, measured: collections.majors },
    {
      name: 'longest minor collection under load, ms',
      needed: 1,
      atMost: true,
      measured: collections.longestMs,
    },
  ]
}

async function collectionsUnderLoad(bench: Bench): Promise<Collections> {
  const collections = new Collections()
  const traced = {
    name: 'Waggle',
    families: [4] as const,
    available: async () => ({ version: '' }),
    start: (options: Parameters<typeof startWaggle>[0]) =>
      startWaggle({
        ...options,
        nodeOptions: ['--trace-gc'],
        onLine: (line) => collections.read(line),
      }),
  }
  const seconds = bench.isQuick ? 5 : 20
  const longer = { ...bench, seconds }
  return withUdpSession({ bench: longer, size: law, family: 4 }, async (session) => {
    await session.add(traced)
    const [contestant] = session.contestants({ want: 30, mood: 'returning' })
    if (contestant === undefined) throw new Error('the server was added')
    await contestant.run()
    await collections.during(seconds, contestant.run)
    return collections
  })
}
