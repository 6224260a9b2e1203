/** The section on announces of members: what an announce costs more at which a key is looked at and statistics are kept. */
import type { Bench } from '../bench-options.ts'
import { type Section, table } from '../report/section.ts'
import { galleryWaggle, openWaggle } from '../trackers/gallery-waggle.ts'
import { compareModes } from './compare-modes.ts'
import { resultHead } from './result-row.ts'

/** So short that a journal holds the announces of a round, and of as long before it in which it settles. */
const roundSeconds = 0.12

export async function personalSection(bench: Bench): Promise<Section> {
  const { rows, gates } = await compareModes({
    bench: { ...bench, seconds: roundSeconds, rounds: 4 * bench.rounds },
    open: openWaggle,
    other: galleryWaggle,
    announce: 'of a member',
    costAtMost: 1.25,
    hasPaths: true,
  })
  return { title: 'Announces of members', lines: [...text, ...table(resultHead, rows)], gates }
}

const text = [
  'The same announces to two servers: one in the open mode, and one in the gallery mode to which they come at the',
  'personal addresses of 20,000 members, over UDP with the path behind each announce (BEP 41). There a key is looked up,',
  'the gallery compared, and each announce noted for the ledger. Counted is the CPU time of the tracker’s thread; what',
  'it takes to settle and store announces is in the section on statistics; it is done while the tracker’s thread sleeps,',
  'as if there were a core for it. Rounds are short, and what was announced is stored before the next one begins, so that the',
  'journal has room. The gate is the CPU time of an announce of a member by that of an open one, round by round.',
  '',
]
