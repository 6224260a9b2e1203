/** The same announces to the program in the open mode and in another one: the rows and gates of a section. */
import type { Bench } from '../bench-options.ts'
import type { LawSize } from '../load/law.ts'
import type { Gate } from '../report/section.ts'
import { median, ratios } from '../report/statistics.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { alternate, perCpuSecond, type Rounds, roundsOf } from './alternate.ts'
import { withHttpSession } from './http-session.ts'
import { resultCells } from './result-row.ts'
import { withUdpSession } from './udp-session.ts'

const size: LawSize = { torrents: 10_000, peers: 100_000 }
/** What a tracker gives to who does not say how many. */
const want = 50

export type ModesToCompare = {
  readonly bench: Bench
  readonly open: Tracker
  readonly other: Tracker
  /** Whose announce is compared with an open one, as the name of the gate has it. */
  readonly announce: string
  /** How many times the CPU time of an open announce one of the other mode may cost. */
  readonly costAtMost: number
  /** Whether they announce at the addresses of members. */
  readonly hasPaths: boolean
}

export type ComparedModes = {
  readonly rows: readonly (readonly string[])[]
  readonly gates: readonly Gate[]
}

export async function compareModes(modes: ModesToCompare): Promise<ComparedModes> {
  const udp = await overUdp(modes)
  const http = await overHttp(modes)
  const what = `${size.torrents.toLocaleString('en')} torrents, ${size.peers.toLocaleString('en')} peers`
  return {
    rows: [
      ...resultCells(`UDP, ${what}, numwant ${want}`, udp),
      ...resultCells(`HTTP, keep-alive, ${what}, numwant ${want}`, http),
    ],
    gates: [gate('UDP', modes, udp), gate('HTTP', modes, http)],
  }
}

async function overUdp({
  bench,
  open,
  other,
  announce,
  hasPaths,
}: ModesToCompare): Promise<Rounds[]> {
  bench.say(`UDP, open and ${announce}`)
  return withUdpSession({ bench, size, family: 4, hasPaths }, async (session) => {
    for (const tracker of [open, other]) await session.add(tracker)
    return alternate(bench, session.contestants({ want, mood: 'returning' }))
  })
}

async function overHttp({
  bench,
  open,
  other,
  announce,
  hasPaths,
}: ModesToCompare): Promise<Rounds[]> {
  bench.say(`HTTP, keep-alive, open and ${announce}`)
  const options = { bench, size, family: 4, keepsAlive: true, want, hasPaths } as const
  return withHttpSession(options, async (session) => {
    for (const tracker of [open, other]) await session.add(tracker)
    return alternate(bench, session.contestants())
  })
}

function gate(over: string, modes: ModesToCompare, results: readonly Rounds[]): Gate {
  const { announce, costAtMost } = modes
  const name = `${over}, cost of an announce, ${announce} by open`
  return { name, needed: costAtMost, atMost: true, measured: costRatio(modes, results) }
}

function costRatio({ open, other }: ModesToCompare, results: readonly Rounds[]): number {
  const before = roundsOf(results, open.name)
  const after = roundsOf(results, other.name)
  if (before === undefined || after === undefined) return Number.NaN
  return median(ratios(perCpuSecond(before), perCpuSecond(after)))
}
