/** The section on UDP: announces per second of the server's CPU, cell by cell. */
import type { Bench } from '../bench-options.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { median, ratios } from '../report/statistics.ts'
import { aquatic } from '../trackers/aquatic.ts'
import { bittorrentTracker } from '../trackers/bittorrent-tracker.ts'
import { echo } from '../trackers/echo.ts'
import { opentracker } from '../trackers/opentracker.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { waggle } from '../trackers/waggle.ts'
import { perCpuSecond, type Rounds, roundsOf } from './alternate.ts'
import { resultCells, resultHead } from './result-row.ts'
import { measureThreads, measureUdpCells, twoThreads, type UdpCell } from './udp-cells.ts'
import { worstRatio } from './worst-ratio.ts'

export async function udpSection(bench: Bench, trackers: readonly Tracker[]): Promise<Section> {
  const cells = await measureUdpCells(bench, { all: trackers, echo })
  const threads = bench.isQuick ? undefined : await measureThreads(bench)
  const head = cells.filter(({ mood }) => mood === 'returning')
  const rest = cells.filter(({ mood }) => mood !== 'returning')
  return {
    title: 'UDP',
    lines: [
      ...load,
      ...cellTable(head),
      '',
      ...(rest.length === 0 ? [] : [...otherMoods, ...cellTable(rest)]),
      ...(threads === undefined ? [] : ['', ...threadsText, ...cellTable([threads])]),
    ],
    gates: [...gates(head), ...(threads === undefined ? [] : [threadsGate(threads)])],
  }
}

const load = [
  'Announces answered per second of the server’s CPU, closed loop: 16 sockets from 16 source addresses (IPv6:',
  'one), 192 announces on their way, every datagram sent by itself. The law is that of aquatic_bencher (torrent',
  'i of N with P peers weighs N/P + exp(6.5 − 500 i/N)) with P = 2 N where no other P is given; peer ids and',
  'ports are drawn for each peer. Every peer has announced once before; in a round they announce again, in',
  'their order, as leechers, so that nothing is filtered from the answers. “Waggle by it” is Waggle’s figure by',
  'the other’s, round by round. “Busy” is the share of a core that the server used. opentracker is built',
  'with a whitelist and looks every hash up in it. The bare echo answers each datagram with 200 bytes on',
  'Waggle’s own driver: the kernel’s floor.',
  '',
]

const otherMoods = [
  'Other loads: *arriving*, every peer announces for the first time, from an empty tracker (one pass, its first',
  'tenth not counted); *mixed*, aquatic_bencher’s own mix, each announce is a seeder’s that says `completed`',
  'with probability 0.75, drawn anew each time, else a leecher’s that says `started`.',
  '',
]

const threadsText = [
  'One thread and two over one store; both servers have core 0 to themselves in turn, so that what is seen is the',
  'cost of sharing, not what a second core would bring.',
  '',
]

function threadsGate({ results }: UdpCell): Gate {
  const one = roundsOf(results, waggle.name)
  const two = roundsOf(results, twoThreads)
  const measured = one && two ? median(ratios(perCpuSecond(one), perCpuSecond(two))) : Number.NaN
  return { name: 'cost of an announce, 2 threads by 1', needed: 1.15, atMost: true, measured }
}

function cellTable(cells: readonly UdpCell[]): string[] {
  const rows = cells.flatMap((cell) => resultCells(describe(cell), cell.results))
  return table(resultHead, rows)
}

function describe({ size, family, mood, want }: UdpCell): string {
  const peers = size.peers === 2 * size.torrents ? '' : `, ${size.peers.toLocaleString('en')} peers`
  const version = family === 6 ? ', IPv6' : ''
  const how = mood === 'returning' ? '' : `, ${mood}`
  return `${size.torrents.toLocaleString('en')} torrents${peers}${version}${how}, numwant ${want}`
}

function gates(cells: readonly UdpCell[]): Gate[] {
  const all = cells.map(({ results }) => results)
  const at30 = cells.filter(({ want }) => want === 30).map(({ results }) => results)
  return [
    gate(opentracker.name, 1.5, all, 'the worst cell'),
    gate(echo.name, 0.65, at30, 'the worst cell at numwant 30'),
    gate(aquatic.name, 1.2, at30, 'the worst cell at numwant 30'),
    gate(bittorrentTracker.name, 30, all, 'the worst cell'),
  ]
}

function gate(
  name: string,
  needed: number,
  cells: readonly (readonly Rounds[])[],
  where: string,
): Gate {
  return { name: `UDP against ${name}, ${where}`, needed, measured: worstRatio(cells, name) }
}
