/**
 * Rounds that alternate: A B C A B C, so that whatever changes in the machine meanwhile changes for all. A
 * round in which something else had much of a core is run again; if that does not help, it counts and is marked.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Bench } from '../bench-options.ts'
import type { Measured } from '../load/closed-loop.ts'
import type { ServerUse } from '../load/server-meter.ts'

/** The share of a round that server or load may wait for their core. */
const waitedShareMax = 0.08
const triesMax = 3
const pauseMs = 1500

/** What the rounds of one tracker in one cell gave. */
export type Rounds = {
  readonly name: string
  readonly rounds: Measured[]
  disturbed: number
}

export type Contestant = { readonly name: string; readonly run: () => Promise<Measured> }

export async function alternate(
  bench: Bench,
  contestants: readonly Contestant[],
): Promise<Rounds[]> {
  const results = contestants.map(({ name }): Rounds => ({ name, rounds: [], disturbed: 0 }))
  for (let round = 0; round < bench.rounds; round++)
    for (const [index, contestant] of contestants.entries()) {
      const measured = await runUndisturbed(contestant.run)
      const result = results[index] as Rounds
      result.rounds.push(measured)
      if (isDisturbed(measured)) result.disturbed++
    }
  for (const result of results) bench.say(`  ${summary(result)}`)
  return results
}

/** Announces answered per second of the server's CPU time, round by round. */
export function perCpuSecond({ rounds }: Rounds): number[] {
  return rounds.map(({ announces, serverCpuSeconds }) => announces / serverCpuSeconds)
}

/** The results of one tracker. Throws when it did not take part. */
export function roundsOf(results: readonly Rounds[], name: string): Rounds | undefined {
  return results.find((result) => result.name === name)
}

/** Runs a round again where something else had much of a core, a few times at most. */
export async function runUndisturbed<Result extends ServerUse>(
  run: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const measured = await run()
    if (!isDisturbed(measured) || attempt === triesMax) return measured
    await delay(pauseMs)
  }
}

export function isDisturbed({
  seconds,
  serverWaitedSeconds,
  loadWaitedSeconds,
}: ServerUse): boolean {
  return Math.max(serverWaitedSeconds, loadWaitedSeconds) > seconds * waitedShareMax
}

function summary(result: Rounds): string {
  const figures = perCpuSecond(result).map((value) => Math.round(value / 1000))
  const mark = result.disturbed === 0 ? '' : `, ${result.disturbed} disturbed`
  return `${result.name.padEnd(20)} ${figures.join('k ')}k${mark}`
}
