/**
 * A thread that looks registered torrents up and counts in them while main changes the table. It knows what must be
 * right whatever main does at that moment, and posts what was wrong and what it has counted.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Prng } from '#base/prng'
import { openRegion, type RegionHandle } from '#base/region'
import type { TableLayout } from '#tracker/admission/table-layout'
import { TorrentTable } from '#tracker/admission/torrent-table'
import { TorrentName } from '#tracker/wire/torrent-name'
import { Control, nameOf, numbers } from './looking-plan.ts'
import { hashOf, tableSeed, wordsOf } from './registered-torrents.ts'

export type LookingData = {
  readonly handle: RegionHandle
  readonly layout: TableLayout
  readonly thread: number
  readonly control: SharedArrayBuffer
}

export type Looked = {
  readonly faults: readonly string[]
  /** Completions that were added, by torrent id. */
  readonly completions: ReadonlyMap<number, number>
  readonly lookups: number
}

const { handle, layout, thread, control } = workerData as LookingData
const table = new TorrentTable({ region: openRegion(handle), layout, seed: tableSeed })
const random = new Prng(thread, 5, 6)
const signals = new Int32Array(control)
const faults: string[] = []
const completions = new Map<number, number>()
const name = new TorrentName()
const hashes = Array.from({ length: numbers.end }, (_, number) => wordsOf(hashOf(number)))
let lookups = 0

function check(isRight: boolean, fault: string): void {
  if (!isRight && faults.length < 20) faults.push(fault)
}

function addCompletion(entry: number, number: number): void {
  table.addCompletion(entry)
  table.noteAnnounce(entry, 29_000_000 + lookups)
  completions.set(number + 1, (completions.get(number + 1) ?? 0) + 1)
}

/** Is there all the time, and is renamed now and then. */
function lookAtSteady(): void {
  const number = random.below(numbers.steady)
  const entry = table.find(hashes[number] as Int32Array)
  if (entry === 0) return check(false, `torrent ${number} was not found`)
  check(table.torrentId(entry) === number + 1, `torrent ${number} has another's id`)
  check(table.isLive(entry), `torrent ${number} may not be announced`)
  table.readName(entry, name)
  const text = Buffer.from(name.bytes.subarray(0, name.length)).toString()
  check(nameOf(number, Number(/\d+$/.exec(text)?.[0])) === text, `torrent ${number} is ${text}`)
  if (random.below(4) === 0) addCompletion(entry, number)
}

/** Comes and goes, and when it is there it is itself. */
function lookAtFleeting(): void {
  const number = numbers.steady + random.below(numbers.fleeting)
  const entry = table.find(hashes[number] as Int32Array)
  if (entry === 0) return
  check(table.torrentId(entry) === number + 1, `torrent ${number} has another's id`)
  addCompletion(entry, number)
}

function lookAtUnknown(): void {
  const number = numbers.steady + numbers.fleeting + random.below(numbers.unknown)
  check(table.find(hashes[number] as Int32Array) === 0, `torrent ${number} is registered`)
}

Atomics.add(signals, Control.ready, 1)
while (Atomics.load(signals, Control.stop) === 0) {
  lookAtSteady()
  lookAtFleeting()
  lookAtUnknown()
  lookups++
  Atomics.add(signals, Control.steps + thread, 1)
}
const looked: Looked = { faults, completions, lookups }
parentPort?.postMessage(looked)
