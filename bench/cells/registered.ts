/** The section on the registered mode: what it costs to look each torrent up, and to count in its entry. */
import type { Bench } from '../bench-options.ts'
import { type Section, table } from '../report/section.ts'
import { registeredWaggle } from '../trackers/registered-waggle.ts'
import { waggle } from '../trackers/waggle.ts'
import { compareModes } from './compare-modes.ts'
import { resultHead } from './result-row.ts'

export async function registeredSection(bench: Bench): Promise<Section> {
  const { rows, gates } = await compareModes({
    bench,
    open: waggle,
    other: registeredWaggle,
    announce: 'registered',
    costAtMost: 1.1,
    hasPaths: false,
  })
  return { title: 'Registered torrents', lines: [...text, ...table(resultHead, rows)], gates }
}

const text = [
  'The same announces to two servers, one in the open mode and one that serves registered torrents only: all',
  'of the load are registered, in SQLite. Both are filled before, and announce again as in the sections on UDP and',
  'HTTP. The gate is the CPU time of an announce in the registered mode by that in the open one, round by round.',
  'Every 30 seconds the counts go to the database, which falls into some of the rounds and costs CPU time there.',
  '',
]
