/**
 * The section on what is credited: a simulated swarm of thousands of clients over weeks, with crashes at thousands of random
 * records, against what they have truly moved. It measures nothing; it counts differences, of which there are none.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineName } from '../../src/index/storage/engine.ts'
import { openDatabase } from '../../src/index/storage/open-database.ts'
import { fillCatalogue } from '../../test/accounting/catalogue.ts'
import { type Simulated, simulate } from '../../test/accounting/simulation.ts'
import { reportOf, type SimulationReport } from '../../test/accounting/simulation-report.ts'
import { PostgresServer } from '../../test/support/postgres.ts'
import type { Bench } from '../bench-options.ts'
import { type Section, table } from '../report/section.ts'
import { whole } from '../report/statistics.ts'

const engines = [
  ['sqlite', 'SQLite'],
  ['postgres', 'PostgreSQL'],
] as const

type Size = {
  readonly clients: number
  readonly members: number
  readonly torrents: number
  readonly days: number
  readonly announcesPerCrash: number
  readonly ticksPerStore: number
  /** Of so many crashes, after one the database is opened anew, too; PostgreSQL's after each. */
  readonly crashesPerOpening: number
}

const large: Size = {
  clients: 2400,
  members: 600,
  torrents: 400,
  days: 15,
  announcesPerCrash: 105,
  // Crashes are so frequent that hardly anything would ever be stored otherwise.
  ticksPerStore: 2,
  crashesPerOpening: 10,
}
const small: Size = { ...large, clients: 300, members: 60, torrents: 40, days: 3 }

type Result = Pick<Simulated, 'announces' | 'requests' | 'crashes' | 'lost'> &
  SimulationReport & { readonly seed: number; readonly openings: number }

export async function simulationSection(bench: Bench): Promise<Section> {
  const size = bench.isQuick ? small : large
  const results = new Map<string, Result>()
  for (const [engine, name] of engines) {
    const seed = Date.now() % 1_000_000
    bench.say(`simulation on ${name}, seed ${seed}: ${JSON.stringify(size)}`)
    const result = await runSimulation(engine, size, seed)
    bench.say(`  ${result.announces} announces, ${result.crashes} crashes`)
    for (const difference of result.differences.slice(0, 20)) bench.say(`  ${difference}`)
    results.set(name, result)
  }
  return {
    title: 'Simulation of members',
    lines: [...introduction(size), ...table(head, [...results].map(rowOf)), ''],
    gates: [...results].flatMap(([name, { crashes, differences }]) => [
      { name: `differences on ${name}`, needed: 0, atMost: true, measured: differences.length },
      {
        name: `crashes on ${name}`,
        needed: bench.isQuick ? 100 : 10_000,
        measured: crashes,
      },
    ]),
  }
}

function introduction({ clients, members, torrents, days }: Size): string[] {
  return [
    `${whole(clients)} simulated clients of ${whole(members)} members with ${whole(torrents)} torrents announce for ${days} days, as bytes over HTTP and UDP that go through the whole`,
    'announce path of two threads whose clocks are a minute apart: twice from both address families, again after the next one, or never; they restart with the same peer id or',
    'another, and lose the ends of downloads. After random announces all memory is dropped and the program’s state read again from its database, which on SQLite after one crash',
    'of ten, and on PostgreSQL after each, is closed and opened, too. What each client truly moved is known to a model that shares nothing with the program. A difference would be',
    'a byte more than was moved, or one less than what was stored in between; a completion, a second of seeding or a point too many; or a sum that is not that of its details.',
    'Lost may be what a session moved after the last of it that was stored, and the first interval of one that a crash has forgotten.',
    '',
  ]
}

const head = [
  'database',
  'seed',
  'announces',
  'requests',
  'crashes',
  'members with a torrent',
  'GiB moved',
  'credited',
  'sure',
  'seeding credited',
  'completions',
  'sums recomputed',
  'differences',
]

function rowOf([name, result]: readonly [string, Result]): string[] {
  return [
    name,
    String(result.seed),
    whole(result.announces),
    whole(result.requests),
    whole(result.crashes),
    whole(result.pairs),
    whole(result.moved / 2 ** 30),
    percent(result.credited, result.moved),
    percent(result.certain, result.moved),
    percent(result.seeded, result.seeding),
    whole(result.completions),
    whole(result.reconciled),
    String(result.differences.length),
  ]
}

function percent(part: number, of: number): string {
  return `${((100 * part) / of).toFixed(2)} %`
}

async function runSimulation(engine: EngineName, size: Size, seed: number): Promise<Result> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-simulation-'))
  const server = engine === 'postgres' ? await PostgresServer.start() : undefined
  const url = (await server?.newDatabase()) ?? 'sqlite:simulation.db'
  const clock = { now: 1_800_000_000, nowSeconds: (): number => clock.now }
  const open = () => openDatabase({ url, dataDirectory, clock })
  const perOpening = engine === 'postgres' ? 1 : size.crashesPerOpening
  let database = await open()
  let openings = 1
  try {
    const catalogue = await fillCatalogue(database, { url, dataDirectory }, size)
    const simulated = await simulate({
      catalogue,
      seed,
      clock,
      clients: size.clients,
      days: size.days,
      announcesPerCrash: size.announcesPerCrash,
      ticksPerStore: size.ticksPerStore,
      database: async (crash) => {
        if (crash === 0 || crash % perOpening > 0) return database
        await database.close()
        openings++
        database = await open()
        return database
      },
    })
    const report = await reportOf(database, simulated.swarm, catalogue, clock.now)
    const { lost } = simulated
    const differences = [
      ...report.differences,
      ...(lost > 0 ? [`${lost} announces found no room`] : []),
    ]
    return { ...simulated, ...report, differences, seed, openings }
  } finally {
    await database.close()
    await server?.stop()
    rmSync(dataDirectory, { recursive: true })
  }
}
