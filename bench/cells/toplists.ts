/** The section on toplists: what computing them of a million days of members takes, and what visitors feel of it. */
import type { Bench } from '../bench-options.ts'
import { type Section, table } from '../report/section.ts'
import { spread, tenths, whole } from '../report/statistics.ts'
import { runToplistLoad, type ToplistRun } from '../toplists/toplist-load.ts'

const engines = [
  ['sqlite', 'SQLite'],
  ['postgres', 'PostgreSQL'],
] as const

export async function toplistsSection(bench: Bench): Promise<Section> {
  const steady = bench.isQuick ? 100 : 1000
  const others = bench.isQuick ? 2540 : 25_400
  const results: (readonly [string, ToplistRun])[] = []
  for (const [engine, name] of engines) {
    const run = await runToplistLoad(engine, { steady, others, rounds: bench.rounds })
    bench.say(`toplists, ${name}: ${spread(run.jobSeconds, tenths)} s`)
    results.push([name, run])
  }
  const days = steady * 365 + others * 25
  return {
    title: 'Toplists',
    lines: [
      `The toplists of all periods are computed anew from ${whole(days)} days of ${whole(steady + others)} members, in parts with a rest of 5 ms`,
      'between two, while somebody loads the list of torrents every 10 ms, in the same process. A part is a query for its end and one for its',
      'sums, or the writing of the lists; a pause is a time in which main did nothing else. Both databases as they are installed, and on this',
      'machine.',
      '',
      ...table(
        [
          'database',
          'all lists, s',
          'longest part, ms',
          'longest pause, ms',
          'list page before, ms',
          'meanwhile, ms',
          '99 of 100 within, ms',
        ],
        results.map(([name, run]) => [
          name,
          spread(run.jobSeconds, tenths),
          spread(run.longestPartMs, tenths),
          spread(run.longestPauseMs, tenths),
          spread(run.idlePageMs, tenths),
          spread(run.busyPageMs, tenths),
          tenths(nearlyAll(run.busyPageMs)),
        ]),
      ),
    ],
    gates: results.flatMap(([name, run]) => [
      {
        name: `longest part of the toplists on ${name}, ms`,
        needed: 100,
        atMost: true,
        measured: Math.max(...run.longestPartMs),
      },
      {
        name: `list page while they are computed on ${name}, 99 of 100 within ms`,
        needed: 50,
        atMost: true,
        measured: nearlyAll(run.busyPageMs),
      },
    ]),
  }
}

/** What 99 of 100 are not above. */
function nearlyAll(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN
}
