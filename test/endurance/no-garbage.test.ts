/**
 * Invariant 1: an announce allocates nothing, so that no collection ever holds up the next one. A million answers
 * over each protocol, and for members over each, are made in a process of their own and what its heap was asked for is counted.
 *
 * The compiler and V8's own housekeeping take some memory now and then, most of it at first. What an announce
 * takes is in every round, so the best of them tells.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Allocations } from './allocations.ts'

const bytesPerAnswerMax = 1

const run = await promisify(execFile)(process.execPath, [
  new URL('announce-run.ts', import.meta.url).pathname,
])
const kinds = ['udp', 'http', 'personal udp', 'personal http'] as const
const measured = JSON.parse(run.stdout) as Readonly<Record<(typeof kinds)[number], Allocations[]>>

test.each(kinds)('an answer over %s allocates nothing', (kind) => {
  const perAnswer = measured[kind].map(({ bytes, answers }) => bytes / answers)
  expect(Math.min(...perAnswer), `bytes: ${perAnswer.join(', ')}`).toBeLessThan(bytesPerAnswerMax)
})

test.each(kinds)('answers over %s cause no collections', (kind) => {
  const rounds = measured[kind]
  expect(rounds.map(({ major }) => major)).toEqual(rounds.map(() => 0))
  expect(rounds.at(-1)?.minor).toBeLessThanOrEqual(1)
})
