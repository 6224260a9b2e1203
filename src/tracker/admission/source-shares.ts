/** Who sends most, of all threads together, as main tells it: prefixes with their shares, and no addresses. */
import { threadsMax } from '#base/limits'
import { sketchAt } from './block-layout.ts'
import type { BlockTables } from './block-tables.ts'
import { readSketch, type SketchEntry } from './source-sketch.ts'

export type SourceShares = {
  /** Requests that were noted in the last hours; the older ones count less. */
  readonly samples: number
  /** Those of them that were refused. */
  readonly refused: number
  /** The heaviest first; counts are right or too low. */
  readonly entries: readonly SketchEntry[]
}

export function sourceShares(tables: BlockTables, of: 'networks' | 'clients'): SourceShares {
  const { words, halvings } = tables
  const merged = new Map<string, SketchEntry>()
  let samples = 0
  let refused = 0
  for (let slot = 0; slot < threadsMax; slot++) {
    const reading = readSketch(words, sketchAt(slot, of), halvings)
    samples += reading.samples
    refused += reading.refused
    for (const entry of reading.entries) addTo(merged, entry)
  }
  const entries = [...merged.values()].toSorted((one, other) => other.count - one.count)
  return { samples, refused, entries }
}

function addTo(merged: Map<string, SketchEntry>, entry: SketchEntry): void {
  const { first, second, count, refused } = entry
  const key = `${first} ${second}`
  const known = merged.get(key)
  const sum = { count: count + (known?.count ?? 0), refused: refused + (known?.refused ?? 0) }
  merged.set(key, { first, second, ...sum })
}
