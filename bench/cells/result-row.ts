/** The rows of a table of rounds: a tracker each, Waggle's first. */
import type { Measured } from '../load/closed-loop.ts'
import { hundredths, median, ratios, spread, tenths, thousands } from '../report/statistics.ts'
import { waggle } from '../trackers/waggle.ts'
import { perCpuSecond, type Rounds, roundsOf } from './alternate.ts'

export const resultHead = [
  'load',
  'tracker',
  'per CPU-second',
  'Waggle by it',
  'peers told',
  'bytes',
  'busy',
  'lost',
]

/** One row for each tracker that took part; `title` stands in the first. */
export function resultCells(title: string, results: readonly Rounds[]): string[][] {
  const own = roundsOf(results, waggle.name)
  return results.map((result, index) => row(index === 0 ? title : '', result, own))
}

function row(title: string, result: Rounds, own: Rounds | undefined): string[] {
  const { rounds, name, disturbed } = result
  const figures = perCpuSecond(result)
  const middle = (of: (round: Measured) => number): number => median(rounds.map(of))
  const mark = disturbed > 0 ? ` †${disturbed}` : ''
  const isOwn = own === undefined || name === own.name
  return [
    title,
    name,
    `${spread(figures, thousands)}${mark}`,
    isOwn ? '' : spread(ratios(perCpuSecond(own), figures), hundredths),
    tenths(middle(({ peersTold, announces }) => peersTold / announces)),
    String(Math.round(middle(({ bytes, announces }) => bytes / announces))),
    `${Math.round(100 * middle(({ serverCpuSeconds, seconds }) => serverCpuSeconds / seconds))} %`,
    String(rounds.reduce((sum, { lost, errors }) => sum + lost + errors, 0)),
  ]
}
