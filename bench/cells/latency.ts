/** The section on waiting: round trips while announces come at a fixed rate, half of what the slowest can do. */
import type { Bench } from '../bench-options.ts'
import type { Latency } from '../load/open-loop.ts'
import { type Section, table } from '../report/section.ts'
import { median, ratios, spread, whole } from '../report/statistics.ts'
import { aquatic } from '../trackers/aquatic.ts'
import { opentracker } from '../trackers/opentracker.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { waggle } from '../trackers/waggle.ts'
import { alternate, isDisturbed, perCpuSecond, runUndisturbed } from './alternate.ts'
import { type UdpSession, withUdpSession } from './udp-session.ts'

const size = { torrents: 100_000, peers: 200_000 }
/** A stall of the machine spoils a whole round, for any of them: many short rounds leave a median that holds. */
const roundCount = 10

type Waits = { readonly name: string; readonly rounds: Latency[] }

export async function latencySection(bench: Bench, trackers: readonly Tracker[]): Promise<Section> {
  const here = [waggle, opentracker, aquatic].filter((tracker) => trackers.includes(tracker))
  return withUdpSession({ bench, size, family: 4 }, async (session) => {
    for (const tracker of here) await session.add(tracker)
    const rate = await halfOfSlowest(bench, session)
    bench.say(`Latency, ${rate} announces a second`)
    const waits: Waits[] = here.map(({ name }) => ({ name, rounds: [] }))
    for (let round = 0; round < roundCount; round++)
      for (const { name, rounds } of waits)
        rounds.push(await runUndisturbed(() => session.latency(name, rate)))
    return section(rate, waits)
  })
}

/** By the CPU clock, so that a busy machine does not make the load lighter. */
async function halfOfSlowest(bench: Bench, session: UdpSession): Promise<number> {
  const once = { ...bench, rounds: 1 }
  const wish = { want: 30, mood: 'returning' } as const
  const results = await alternate(once, session.contestants(wish))
  return Math.floor(Math.min(...results.flatMap(perCpuSecond)) / 2 / 1000) * 1000
}

function section(rate: number, waits: readonly Waits[]): Section {
  const own = waits[0]?.rounds ?? []
  const other = waits.find(({ name }) => name === opentracker.name)?.rounds ?? []
  return {
    title: 'Latency',
    lines: [
      `Microseconds from when an announce was due to its answer, at ${whole(rate)} announces a second (half of what the`,
      'slowest does), open loop, one datagram at a time from 16 sockets, 100,000 torrents, numwant 30. The maxima are',
      'the machine’s: both servers and the load meet whatever else runs on it.',
      '',
      ...table(['tracker', 'p50', 'p90', 'p99', 'p99.9', 'longest', 'unanswered'], waits.map(row)),
    ],
    gates: [
      {
        name: 'p99 at half load, by opentracker’s',
        needed: 1.1,
        atMost: true,
        measured: other.length === 0 ? Number.NaN : median(ratios(p99Of(own), p99Of(other))),
      },
    ],
  }
}

function p99Of(rounds: readonly Latency[]): number[] {
  return rounds.map((round) => round.p99)
}

function row({ name, rounds }: Waits): string[] {
  const figure = (of: (round: Latency) => number): string => spread(rounds.map(of), whole)
  const disturbed = rounds.filter(isDisturbed).length
  const unanswered = rounds.reduce((sum, { sent, answered }) => sum + sent - answered, 0)
  return [
    disturbed === 0 ? name : `${name} †${disturbed}`,
    figure(({ p50 }) => p50),
    figure(({ p90 }) => p90),
    figure(({ p99 }) => p99),
    figure(({ p999 }) => p999),
    figure(({ max }) => max),
    whole(unanswered),
  ]
}
