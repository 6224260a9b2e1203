/** The section on the registered mode: what it costs to look each torrent up, and to count in its entry. */
import type { Bench } from '../bench-options.ts'
import type { LawSize } from '../load/law.ts'
import { type Section, table } from '../report/section.ts'
import { median, ratios } from '../report/statistics.ts'
import { registeredWaggle } from '../trackers/registered-waggle.ts'
import { waggle } from '../trackers/waggle.ts'
import { alternate, perCpuSecond, type Rounds, roundsOf } from './alternate.ts'
import { resultCells, resultHead } from './result-row.ts'
import { withUdpSession } from './udp-session.ts'

const size: LawSize = { torrents: 10_000, peers: 100_000 }

export async function registeredSection(bench: Bench): Promise<Section> {
  bench.say('UDP, open and registered mode')
  const results = await withUdpSession({ bench, size, family: 4 }, async (session) => {
    await session.add(waggle)
    await session.add(registeredWaggle)
    return await alternate(bench, session.contestants({ want: 50, mood: 'returning' }))
  })
  const what = `${size.torrents.toLocaleString('en')} torrents, ${size.peers.toLocaleString('en')} peers, numwant 50`
  return {
    title: 'Registered torrents',
    lines: [...text, ...table(resultHead, resultCells(what, results))],
    gates: [
      {
        name: 'cost of an announce, registered by open',
        needed: 1.1,
        atMost: true,
        measured: costRatio(results),
      },
    ],
  }
}

const text = [
  'The same announces to two servers, one in the open mode and one that serves registered torrents only: all',
  'of the load are registered, in SQLite. Both are filled before, and announce again as in the section on UDP.',
  '',
]

function costRatio(results: readonly Rounds[]): number {
  const open = roundsOf(results, waggle.name)
  const registered = roundsOf(results, registeredWaggle.name)
  if (open === undefined || registered === undefined) return Number.NaN
  return median(ratios(perCpuSecond(open), perCpuSecond(registered)))
}
