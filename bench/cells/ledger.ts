/** The section on statistics: how many announces of members the ledger settles and stores, on both databases. */
import type { Bench } from '../bench-options.ts'
import { type LedgerRun, runLedgerLoad } from '../ledger/ledger-load.ts'
import { type Section, table } from '../report/section.ts'
import { median, spread, tenths, whole } from '../report/statistics.ts'

const engines = [
  ['sqlite', 'SQLite'],
  ['postgres', 'PostgreSQL'],
] as const

export async function ledgerSection(bench: Bench): Promise<Section> {
  const members = bench.isQuick ? 4000 : 20_000
  const load = { members, torrentsOfEach: 5, rounds: bench.isQuick ? 2 : 4 }
  const results = new Map<string, LedgerRun[]>(engines.map(([, name]) => [name, []]))
  for (let round = 0; round < bench.rounds; round++)
    for (const [engine, name] of engines) {
      const run = await runLedgerLoad(engine, load)
      bench.say(`ledger, ${name}: ${whole(run.announcesPerSecond)} announces/s`)
      results.get(name)?.push(run)
    }
  const of = (name: string, what: keyof LedgerRun): number[] =>
    (results.get(name) ?? []).map((run) => run[what])
  const sessions = load.members * load.torrentsOfEach
  return {
    title: 'Statistics of members',
    lines: [
      `${whole(sessions)} sessions of ${whole(load.members)} members announce ${load.rounds} times, each with more bytes than before, through a journal into the`,
      'ledger, which settles them and stores marks, credits and sums every 20,000 announces; both databases as they are installed, and on',
      'this machine. CPU is that of main, and of the process with its storage threads; PostgreSQL works in processes of its own.',
      '',
      ...table(
        ['database', 'announces/s', 'main, µs per announce', 'process, µs per announce'],
        engines.map(([, name]) => [
          name,
          spread(of(name, 'announcesPerSecond'), whole),
          spread(of(name, 'mainMicroseconds'), tenths),
          spread(of(name, 'processMicroseconds'), tenths),
        ]),
      ),
    ],
    gates: engines.map(([, name]) => ({
      name: `announces settled and stored in ${name}, per second`,
      needed: 10_000,
      measured: median(of(name, 'announcesPerSecond')),
    })),
  }
}
