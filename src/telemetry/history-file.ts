/**
 * The last 24 hours in a file, so that a restart does not empty the chart: counts of five minutes each, which say nothing
 * of anybody. It is written every few minutes and at the stop; one that cannot be used costs the chart and nothing else.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { systemCode } from '#base/start-error'
import { daySeconds, type HistoryPoint, pointSeconds } from './day-history.ts'
import type { Log } from './log.ts'

/** Of the file; one with another is from another version of the program. */
const version = 1

/** A day has 288 points of about 60 bytes. */
const pointsMax = daySeconds / pointSeconds + 1

export class HistoryFile {
  readonly #path: string
  readonly #log: Pick<Log, 'warn'>
  #hasFailed = false

  constructor(path: string, log: Pick<Log, 'warn'>) {
    this.#path = path
    this.#log = log
  }

  /** What the last run wrote, oldest first; nothing where there is no such file, or none that can be used. */
  read(): readonly HistoryPoint[] {
    try {
      return pointsOf(JSON.parse(readFileSync(this.#path, 'utf8')))
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return []
      const message = `${this.#path} is not used, so the chart begins anew: ${reasonOf(error)}.`
      this.#log.warn('history_ignored', message)
      return []
    }
  }

  /** Told once while it fails: the chart of a running server needs no file. */
  write(points: readonly HistoryPoint[]): void {
    const partial = `${this.#path}.new`
    try {
      // A file that is there already would keep its mode.
      rmSync(partial, { force: true })
      writeFileSync(partial, textOf(points), { mode: 0o600, flag: 'wx' })
      renameSync(partial, this.#path)
      this.#hasFailed = false
    } catch (error) {
      const message = `${this.#path} cannot be written, so a restart empties the chart: ${reasonOf(error)}.`
      if (!this.#hasFailed) this.#log.warn('history_failed', message)
      this.#hasFailed = true
    }
  }
}

/** A row for each point, in the order of its fields. */
type Row = readonly [number, number, number, number, number]

function textOf(points: readonly HistoryPoint[]): string {
  const rows = points
    .slice(-pointsMax)
    .map(({ startSeconds, announcesPerSecond, torrents, peers, seeders }): Row => {
      return [startSeconds, Number(announcesPerSecond.toFixed(3)), torrents, peers, seeders]
    })
  return `${JSON.stringify({ version, points: rows })}\n`
}

/** Throws an Error that says what is wrong. */
function pointsOf(value: unknown): HistoryPoint[] {
  if (!isSaved(value)) throw new Error('it was not written by this version of Waggle')
  if (!value.points.every(isRow) || value.points.length > pointsMax)
    throw new Error('it is damaged')
  const points = value.points.map(
    ([startSeconds, announcesPerSecond, torrents, peers, seeders]): HistoryPoint => {
      return { startSeconds, announcesPerSecond, torrents, peers, seeders }
    },
  )
  return points.toSorted((one, other) => one.startSeconds - other.startSeconds)
}

function isSaved(value: unknown): value is { readonly points: readonly unknown[] } {
  if (typeof value !== 'object' || value === null) return false
  return (
    'version' in value &&
    value.version === version &&
    'points' in value &&
    Array.isArray(value.points)
  )
}

function isRow(value: unknown): value is Row {
  return (
    Array.isArray(value) &&
    value.length === 5 &&
    value.every((one) => Number.isFinite(one) && one >= 0) &&
    value[0] % pointSeconds === 0
  )
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is damaged'
  return error instanceof Error ? error.message : String(error)
}
