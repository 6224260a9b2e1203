/** Five minutes (SOAK_MINUTES) of honest clients, restarts, hand-overs and a reload. */
import { expect, test } from 'vitest'
import { runSoak } from './run-soak.ts'

const minutes = Number(process.env['SOAK_MINUTES'] ?? 5)
const growthPercentMax = 2

test.runIf(process.platform === 'linux')(
  'no announce stays unanswered, and memory does not grow',
  async () => {
    const result = await runSoak(minutes, say)
    say(JSON.stringify(result))
    expect(result.unanswered).toBe(0)
    expect(result.handOvers).toBeGreaterThanOrEqual(2)
    // The restarts were felt, so there was something to be patient about.
    expect(result.resent).toBeGreaterThan(0)
    expect(result.asked).toBeGreaterThan(1000)
    expect(result.growthPercent).toBeLessThan(growthPercentMax)
  },
  (minutes + 4) * 60_000,
)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
