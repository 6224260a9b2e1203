/** What `npm run bench` is asked for on its command line. */
import { parseArgs } from 'node:util'

export const cellKinds = [
  'udp',
  'registered',
  'http',
  'latency',
  'memory',
  'pauses',
  'flood',
  'restarts',
  'catalogue',
  'galleries',
  'ledger',
  'personal',
  'simulation',
  'toplists',
] as const
export type CellKind = (typeof cellKinds)[number]

/** What compares trackers; what measures databases is asked for by its name. */
const databaseKinds: readonly CellKind[] = [
  'catalogue',
  'galleries',
  'ledger',
  'personal',
  'simulation',
  'toplists',
]
const usualKinds = cellKinds.filter((kind) => !databaseKinds.includes(kind))

export type Bench = {
  readonly cells: readonly CellKind[]
  /** A few cells and short rounds. */
  readonly isQuick: boolean
  /** Measured rounds of each tracker in each cell. */
  readonly rounds: number
  readonly seconds: number
  readonly say: (text: string) => void
}

/** Throws an Error that says what is wrong. */
export function readOptions(args: readonly string[]): Bench {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean' }, cells: { type: 'string' }, rounds: { type: 'string' } },
  })
  const isQuick = values.quick ?? false
  const rounds = Number(values.rounds ?? (isQuick ? 3 : 5))
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number')
  return {
    cells: values.cells === undefined ? usualKinds : values.cells.split(',').map(cellKind),
    isQuick,
    rounds,
    seconds: isQuick ? 2 : 3,
    say: (text) => process.stdout.write(`${text}\n`),
  }
}

function cellKind(text: string): CellKind {
  const kind = cellKinds.find((one) => one === text)
  if (kind === undefined) throw new Error(`--cells takes some of ${cellKinds.join(',')}`)
  return kind
}
