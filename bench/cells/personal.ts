/** The section on announces of members: what an announce costs more at which a key is looked at and statistics are kept. */
import type { Bench } from '../bench-options.ts'
import type { LawSize } from '../load/law.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { median, ratios } from '../report/statistics.ts'
import { galleryWaggle, openWaggle } from '../trackers/gallery-waggle.ts'
import { alternate, perCpuSecond, type Rounds, roundsOf } from './alternate.ts'
import { withHttpSession } from './http-session.ts'
import { resultCells, resultHead } from './result-row.ts'
import { withUdpSession } from './udp-session.ts'

const size: LawSize = { torrents: 10_000, peers: 100_000 }
/** What a tracker gives to who does not say how many. */
const want = 50
/** So short that a journal holds the announces of a round, and of as long before it in which it settles. */
const roundSeconds = 0.12

export async function personalSection(given: Bench): Promise<Section> {
  const bench = { ...given, seconds: roundSeconds, rounds: 4 * given.rounds }
  const udp = await overUdp(bench)
  const http = await overHttp(bench)
  const what = `${size.torrents.toLocaleString('en')} torrents, ${size.peers.toLocaleString('en')} peers`
  const rows = [
    ...resultCells(`UDP, ${what}, numwant ${want}`, udp),
    ...resultCells(`HTTP, keep-alive, ${what}, numwant ${want}`, http),
  ]
  return {
    title: 'Announces of members',
    lines: [...text, ...table(resultHead, rows)],
    gates: [gate('UDP', udp), gate('HTTP', http)],
  }
}

const text = [
  'The same announces to two servers: one in the open mode, and one in the gallery mode to which they come at the',
  'personal addresses of 20,000 members, over UDP with the path behind each announce (BEP 41). There a key is looked up,',
  'the gallery compared, and each announce noted for the ledger. Counted is the CPU time of the tracker’s thread; what',
  'it takes to settle and store announces is in the section on statistics; it is done while the tracker’s thread sleeps,',
  'as if there were a core for it. Rounds are short, and what was announced is stored before the next one begins, so that the',
  'journal has room. The gate is the CPU time of an announce of a member by that of an open one, round by round.',
  '',
]

async function overUdp(bench: Bench): Promise<Rounds[]> {
  bench.say('UDP, open and of members')
  return withUdpSession({ bench, size, family: 4, hasPaths: true }, async (session) => {
    for (const tracker of [openWaggle, galleryWaggle]) await session.add(tracker)
    return alternate(bench, session.contestants({ want, mood: 'returning' }))
  })
}

async function overHttp(bench: Bench): Promise<Rounds[]> {
  bench.say('HTTP, keep-alive, open and of members')
  const options = { bench, size, family: 4, keepsAlive: true, want, hasPaths: true } as const
  return withHttpSession(options, async (session) => {
    for (const tracker of [openWaggle, galleryWaggle]) await session.add(tracker)
    return alternate(bench, session.contestants())
  })
}

function gate(over: string, results: readonly Rounds[]): Gate {
  const name = `${over}, cost of an announce, of a member by open`
  return { name, needed: 1.25, atMost: true, measured: costRatio(results) }
}

function costRatio(results: readonly Rounds[]): number {
  const open = roundsOf(results, openWaggle.name)
  const personal = roundsOf(results, galleryWaggle.name)
  if (open === undefined || personal === undefined) return Number.NaN
  return median(ratios(perCpuSecond(open), perCpuSecond(personal)))
}
