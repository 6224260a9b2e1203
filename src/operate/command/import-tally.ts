/** What an import has come to so far: counts by outcome, faults with their places, and the speed. */
import type { CommandIo } from '../config-command.ts'

export type ImportCounts = {
  added: number
  known: number
  restored: number
  /** Of those known or restored: live until this import. */
  banned: number
  refused: number
}

export type ImportTallyOptions = {
  readonly io: Pick<CommandIo, 'err'>
  /** The file, for messages. */
  readonly file: string
  /** What a position counts. */
  readonly positionUnit: string
  /** Items that were left out at the beginning. */
  readonly skipped: number
  /** Milliseconds that only go forward. */
  readonly nowMs: () => number
  /** Where lines of progress go. */
  readonly progress: (line: string) => void
}

/** A line of progress each. */
const progressEvery = 10_000

/** Faults that are listed; more would only hide the first. */
const faultsShownMax = 100

export class ImportTally {
  readonly counts: ImportCounts = { added: 0, known: 0, restored: 0, banned: 0, refused: 0 }
  readonly #options: ImportTallyOptions
  readonly #startMs: number
  #done = 0

  constructor(options: ImportTallyOptions) {
    this.#options = options
    this.#startMs = options.nowMs()
  }

  /** Items of the file that are dealt with, with those that were left out: where to go on. */
  get position(): number {
    return this.#options.skipped + this.#done
  }

  refuse(position: number, message: string): void {
    const { io, file, positionUnit } = this.#options
    this.counts.refused++
    if (this.counts.refused <= faultsShownMax)
      io.err(`${file}: ${positionUnit} ${position}: ${message}\n`)
    if (this.counts.refused === faultsShownMax)
      io.err(`${file}: further faults are counted, and not listed\n`)
  }

  /** `items` more are dealt with. */
  advance(items: number): void {
    const before = this.#done
    this.#done += items
    for (let at = nextMark(before); at <= this.#done; at += progressEvery)
      this.#options.progress(`${at + this.#options.skipped} entries, ${this.#rate()} a second\n`)
  }

  summary(isRehearsal: boolean): string {
    const { added, known, restored, banned, refused } = this.counts
    const seconds = Math.max(1, Math.round((this.#options.nowMs() - this.#startMs) / 1000))
    const read = `${this.#done} entries read in ${seconds} s`
    if (isRehearsal)
      return `${read}: ${this.#done - refused} could be registered, ${refused} refused; nothing was changed\n`
    const bans = banned === 0 ? '' : `, ${banned} of these banned now`
    return `${read}: ${added} torrents added, ${known} known before, ${restored} restored${bans}, ${refused} refused\n`
  }

  #rate(): number {
    const seconds = (this.#options.nowMs() - this.#startMs) / 1000
    return Math.round(this.#done / Math.max(seconds, 0.001))
  }
}

function nextMark(done: number): number {
  return (Math.floor(done / progressEvery) + 1) * progressEvery
}
