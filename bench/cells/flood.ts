/** The section on floods of invented torrents: what becomes of honest swarms, and of memory. */
import type { Bench } from '../bench-options.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { whole } from '../report/statistics.ts'
import type { FloodResult, FloodSize } from '../store/measure-flood.ts'
import { measureLiveFlood } from './live-flood.ts'
import { runStore } from './store-process.ts'

const million = 1_000_000
const honest = { honestSwarms: 200_000, peersOfEach: 5 }

/** By the ceiling that is reached: both are defaults, the other one is out of reach. */
const ceilings: Readonly<Record<string, Pick<FloodSize, 'torrentsMax' | 'peersMax'>>> = {
  'tracker.torrents_max = 2,000,000': { torrentsMax: 2 * million, peersMax: 20 * million },
  'tracker.peers_max = 4,000,000': { torrentsMax: 5 * million, peersMax: 4 * million },
}

export async function floodSection(bench: Bench): Promise<Section> {
  const invented = (bench.isQuick ? 3 : 10) * million
  const results = new Map<string, FloodResult>()
  for (const [name, ceiling] of Object.entries(ceilings)) {
    bench.say(`Flood, ${name}`)
    const size: FloodSize = { ...honest, ...ceiling, invented }
    results.set(name, await runStore<FloodResult>('flood', JSON.stringify(size)))
  }
  bench.say('Flood, over sockets')
  const live = await measureLiveFlood()
  return {
    title: 'Floods',
    lines: [
      `${whole(invented)} invented torrents, every second one with two peers, are announced within 1,500 s of the store’s`,
      `clock while the peers of ${whole(honest.honestSwarms)} honest swarms of ${honest.peersOfEach} come back once in 1,800 s. *Served* is an honest announce that is`,
      'told of everybody in its swarm. *Most torrents* and *most peers* are those of any second.',
      '',
      ...table(
        [
          'ceiling',
          'honest announces',
          'served',
          'most torrents',
          'most peers',
          'region in use, MiB, of',
          'invented evicted',
          'others evicted',
          'µs each',
        ],
        [...results].map(([name, result]) => cells(name, result)),
      ),
      '',
      ...live.lines,
    ],
    gates: [...[...results].flatMap(([name, result]) => gates(name, result)), ...live.gates],
  }
}

function cells(name: string, result: FloodResult): string[] {
  return [
    `\`${name}\``,
    whole(result.honest),
    whole(result.served),
    whole(result.torrents),
    whole(result.peers),
    `${mebibytes(result.usedBytes)} of ${mebibytes(result.regionBytes)}`,
    whole(result.evictedNeverReturned),
    whole(result.evictedOthers),
    result.microsecondsEach.toFixed(2),
  ]
}

function gates(name: string, result: FloodResult): Gate[] {
  return [
    {
      name: `honest announces served, %, ${name}`,
      needed: 100,
      measured: (100 * result.served) / result.honest,
    },
    {
      name: `region in use by region, ${name}`,
      needed: 1,
      atMost: true,
      measured: result.usedBytes / result.regionBytes,
    },
  ]
}

function mebibytes(bytes: number): string {
  return whole(bytes / 1024 ** 2)
}
