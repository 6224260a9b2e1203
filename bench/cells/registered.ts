/** The section on the registered mode: what it costs to look each torrent up, and to count in its entry. */
import type { Bench } from '../bench-options.ts'
import type { LawSize } from '../load/law.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { median, ratios } from '../report/statistics.ts'
import { registeredWaggle } from '../trackers/registered-waggle.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { waggle } from '../trackers/waggle.ts'
import { alternate, perCpuSecond, type Rounds, roundsOf } from './alternate.ts'
import { withHttpSession } from './http-session.ts'
import { resultCells, resultHead } from './result-row.ts'
import { withUdpSession } from './udp-session.ts'

const size: LawSize = { torrents: 10_000, peers: 100_000 }
/** What a tracker gives to who does not say how many. */
const want = 50
const modes: readonly Tracker[] = [waggle, registeredWaggle]

export async function registeredSection(bench: Bench): Promise<Section> {
  const udp = await overUdp(bench)
  const http = await overHttp(bench)
  const what = `${size.torrents.toLocaleString('en')} torrents, ${size.peers.toLocaleString('en')} peers`
  const rows = [
    ...resultCells(`UDP, ${what}, numwant ${want}`, udp),
    ...resultCells(`HTTP, keep-alive, ${what}, numwant ${want}`, http),
  ]
  return {
    title: 'Registered torrents',
    lines: [...text, ...table(resultHead, rows)],
    gates: [gate('UDP', udp), gate('HTTP', http)],
  }
}

const text = [
  'The same announces to two servers, one in the open mode and one that serves registered torrents only: all',
  'of the load are registered, in SQLite. Both are filled before, and announce again as in the sections on UDP and',
  'HTTP. The gate is the CPU time of an announce in the registered mode by that in the open one, round by round.',
  'Every 30 seconds the counts go to the database, which falls into some of the rounds and costs CPU time there.',
  '',
]

async function overUdp(bench: Bench): Promise<Rounds[]> {
  bench.say('UDP, open and registered mode')
  return withUdpSession({ bench, size, family: 4 }, async (session) => {
    for (const mode of modes) await session.add(mode)
    return alternate(bench, session.contestants({ want, mood: 'returning' }))
  })
}

async function overHttp(bench: Bench): Promise<Rounds[]> {
  bench.say('HTTP, keep-alive, open and registered mode')
  return withHttpSession({ bench, size, family: 4, keepsAlive: true, want }, async (session) => {
    for (const mode of modes) await session.add(mode)
    return alternate(bench, session.contestants())
  })
}

function gate(over: string, results: readonly Rounds[]): Gate {
  const name = `${over}, cost of an announce, registered by open`
  return { name, needed: 1.1, atMost: true, measured: costRatio(results) }
}

function costRatio(results: readonly Rounds[]): number {
  const open = roundsOf(results, waggle.name)
  const registered = roundsOf(results, registeredWaggle.name)
  if (open === undefined || registered === undefined) return Number.NaN
  return median(ratios(perCpuSecond(open), perCpuSecond(registered)))
}
