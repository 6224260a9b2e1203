/** The section on memory: what the store takes for a peer, and what whole trackers take for the law's peers. */
import type { Bench } from '../bench-options.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { tenths } from '../report/statistics.ts'
import type { MemoryResult } from '../store/measure-memory.ts'
import { type ShapeName, shapeNames, shapeTexts } from '../store/shapes.ts'
import { aquatic } from '../trackers/aquatic.ts'
import { opentracker } from '../trackers/opentracker.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { waggle } from '../trackers/waggle.ts'
import { runStore } from './store-process.ts'
import { withUdpSession } from './udp-session.ts'

const needed: Readonly<Record<ShapeName, number>> = { crowds: 12, zipf: 18.5, singles: 92 }
const law = { torrents: 1_000_000, peers: 2_000_000 }

export async function memorySection(bench: Bench, trackers: readonly Tracker[]): Promise<Section> {
  const most = bench.isQuick ? 5 : 10
  const results = new Map<ShapeName, MemoryResult>()
  for (const shape of shapeNames) {
    bench.say(`Memory, ${shapeTexts[shape]}`)
    results.set(shape, await runStore<MemoryResult>('memory', shape, String(most)))
  }
  const whole = bench.isQuick ? [] : ['', ...(await wholeTrackers(bench, trackers))]
  return {
    title: 'Memory',
    lines: [...text, ...storeTable(results), ...whole],
    gates: shapeNames.map((shape) => gate(shape, results.get(shape) ?? [])),
  }
}

const text = [
  'Bytes of the store’s region in RAM for each peer (IPv4, leechers), by the kernel’s count of shared memory, in a',
  'process of its own. The shapes: all peers in 100 swarms; torrents drawn by Zipf’s law (s = 1) from a million; a',
  'torrent for each peer. The gates are for the most peers.',
  '',
]

function storeTable(results: ReadonlyMap<ShapeName, MemoryResult>): string[] {
  const rows = shapeNames.map((shape) => [
    shapeTexts[shape],
    ...(results.get(shape) ?? []).map(({ bytesPerPeer }) => tenths(bytesPerPeer)),
  ])
  const millions = (results.get('crowds') ?? []).map((one) => `${one.millions} million peers`)
  return table(['shape', ...millions], rows)
}

function gate(shape: ShapeName, result: MemoryResult): Gate {
  return {
    name: `store bytes per peer, ${shapeTexts[shape]}`,
    needed: needed[shape],
    atMost: true,
    measured: result.at(-1)?.bytesPerPeer ?? Number.NaN,
  }
}

/** Resident memory of whole processes before and after the peers of the law came over UDP. */
async function wholeTrackers(bench: Bench, trackers: readonly Tracker[]): Promise<string[]> {
  const here = [waggle, opentracker, aquatic].filter((tracker) => trackers.includes(tracker))
  bench.say('Memory, whole trackers')
  const rows = await withUdpSession({ bench, size: law, family: 4 }, async (session) => {
    const all: string[][] = []
    for (const tracker of here) {
      const { before, after } = await session.addAndWeigh(tracker)
      const perPeer = (after - before) / law.peers
      all.push([tracker.name, mebibytes(before), mebibytes(after), tenths(perPeer)])
    }
    return all
  })
  return [
    'Resident memory (VmRSS) of the whole process, before and after the 2,000,000 peers of the law (1,000,000 torrents)',
    'announced over UDP. opentracker’s first figure holds its whitelist of a million hashes.',
    '',
    ...table(['tracker', 'before, MiB', 'after, MiB', 'bytes per peer'], rows),
  ]
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0)
}
