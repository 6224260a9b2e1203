/**
 * Entry of a process that does something to a store of its own and prints what came out as one JSON line, so
 * that memory and clocks are those of the store alone.
 *
 *     node store-run.ts memory crowds|zipf|singles MILLIONS
 *     node store-run.ts pauses MILLIONS
 *     node store-run.ts flood SIZE          a FloodSize as JSON
 */
import { type FloodSize, measureFlood } from './measure-flood.ts'
import { measureMemory } from './measure-memory.ts'
import { measurePauses } from './measure-pauses.ts'
import { shapeNames } from './shapes.ts'

const [what, first = '', second = ''] = process.argv.slice(2)
const shape = shapeNames.find((name) => name === first)

function measure(): unknown {
  if (what === 'flood') return measureFlood(JSON.parse(first) as FloodSize)
  return what === 'memory' && shape !== undefined
    ? measureMemory(shape, Number(second))
    : measurePauses(Number(first))
}

process.stdout.write(`${JSON.stringify(measure())}\n`)
