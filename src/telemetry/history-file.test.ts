import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { DayHistory, type HistoryPoint } from './day-history.ts'
import { HistoryFile } from './history-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-history-'))
const path = join(directory, 'day.history')
const warnings: string[] = []
const log = { warn: (event: string, message: string) => void warnings.push(`${event} ${message}`) }
const file = new HistoryFile(path, log)
beforeEach(() => {
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true })
  warnings.length = 0
})
afterAll(() => rmSync(directory, { recursive: true }))

const noon = 1_800_014_400
const points: readonly HistoryPoint[] = [0, 300, 900].map((seconds, index) => ({
  startSeconds: noon + seconds,
  announcesPerSecond: 2.5 * index,
  torrents: 10,
  peers: 20 + index,
  seeders: 7,
}))

describe('the file of the last day', () => {
  test('gives back what was written, and only its owner can read it', () => {
    file.write(points)
    expect(file.read()).toEqual(points)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(directory)).toEqual(['day.history'])
    expect(warnings).toEqual([])
  })

  test('that is not there is no news', () => {
    expect(file.read()).toEqual([])
    expect(warnings).toEqual([])
  })

  test.for([
    ['half a file', '{"version":1,"points":[[18000'],
    ['another version', '{"version":2,"points":[]}'],
    ['a text', '{"version":1,"points":[[1800014400,1,2,3,"4"]]}'],
    ['a number that none is', '{"version":1,"points":[[1800014400,-1,2,3,4]]}'],
    ['a point at an odd time', '{"version":1,"points":[[1800014401,1,2,3,4]]}'],
    ['no points', '{"version":1}'],
    ['nothing', ''],
  ] as const)('with %s is not used, which is told', ([, text]) => {
    writeFileSync(path, text)
    expect(file.read()).toEqual([])
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/^history_ignored .*day\.history is not used, so the chart begins/)
  })

  test('that cannot be written is told once, and again only when it has worked between', () => {
    const away = new HistoryFile(join(directory, 'missing', 'day.history'), log)
    away.write(points)
    away.write(points)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('history_failed')
    expect(existsSync(join(directory, 'missing'))).toBe(false)
  })
})

test('a new run goes on with what is left of the day, and makes the present point itself', () => {
  const clock = { nowSeconds: () => noon + 86_400 + 200 }
  const history = new DayHistory(clock)
  history.takeUp([
    ...points,
    { ...(points[0] as HistoryPoint), startSeconds: noon + 86_400 },
    { ...(points[0] as HistoryPoint), startSeconds: noon + 2 * 86_400 },
  ])
  expect(history.points().map(({ startSeconds }) => startSeconds - noon)).toEqual([300, 900])
})
