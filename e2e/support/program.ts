/*
 * A program started by a test: its output by lines, its end, and a log to show when a test fails.
 *
 * Waiting is for a line or for the end, never for time to pass; every wait has a deadline, and ends
 * at once, with the last lines of the log, when the program does.
 */
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

export interface Ending {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
}

const patienceMs = 10_000
const linesShown = 60
const linesInError = 8

export class Program {
  readonly name: string
  /** Resolves when the program is gone and its output is read to the end. */
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  readonly #lines: string[] = []
  readonly #news = new EventEmitter()
  #ending: Ending | undefined

  constructor(name: string, child: ChildProcess) {
    this.name = name
    this.#child = child
    this.#news.setMaxListeners(0)
    this.#follow(child.stdout)
    this.#follow(child.stderr)
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => this.#add(`cannot start: ${error.message}`))
      child.once('close', (status, signal) => {
        this.#ending = { status, signal }
        this.#news.emit('news')
        resolve(this.#ending)
      })
    })
  }

  get isRunning(): boolean {
    return this.#ending === undefined
  }

  get lines(): readonly string[] {
    return this.#lines
  }

  /** The end of the output, to show when a test fails. */
  log(lines = linesShown): string {
    const shown = this.#lines.slice(-lines)
    const end = this.#ending === undefined ? 'running' : describe(this.#ending)
    return [`--- ${this.name} (${end}), last ${shown.length} lines`, ...shown].join('\n')
  }

  send(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#child.kill(signal)
  }

  /** Asks it to end, and kills it when it has not ended in time. */
  async end(signal: NodeJS.Signals = 'SIGTERM', deadlineMs = patienceMs): Promise<Ending> {
    this.signal(signal)
    const late = new AbortController()
    const ending = await Promise.race([
      this.ended,
      delay(deadlineMs, undefined, { signal: late.signal }).catch(() => undefined),
    ])
    late.abort()
    if (ending !== undefined) return ending
    this.#add(`not gone ${deadlineMs} ms after ${signal}: killed`)
    this.signal('SIGKILL')
    return this.ended
  }

  /** The first value, other than undefined, that `find` makes of a line from number `from` on. */
  async line<T>(
    what: string,
    deadlineMs: number,
    find: (line: string) => T | undefined,
    from = 0,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(deadlineMs)
    for (let next = from; ; next += 1) {
      while (next >= this.#lines.length) {
        if (!this.isRunning) throw this.failure(`ended before ${what}`)
        if (!(await this.#newsBefore(deadline))) {
          throw this.failure(`no ${what} within ${deadlineMs} ms`)
        }
      }
      const found = find(this.#lines[next] ?? '')
      if (found !== undefined) return found
    }
  }

  failure(reason: string): Error {
    return new Error(`${this.name}: ${reason}\n${this.log(linesInError)}`)
  }

  async #newsBefore(deadline: AbortSignal): Promise<boolean> {
    if (deadline.aborted) return false
    return new Promise((resolve) => {
      const finish = (came: boolean) => {
        this.#news.off('news', onNews)
        deadline.removeEventListener('abort', onDeadline)
        resolve(came)
      }
      const onNews = () => finish(true)
      const onDeadline = () => finish(false)
      this.#news.once('news', onNews)
      deadline.addEventListener('abort', onDeadline)
    })
  }

  #follow(stream: Readable | null): void {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#add(line))
  }

  #add(line: string): void {
    this.#lines.push(line)
    this.#news.emit('news')
  }
}

function describe({ status, signal }: Ending): string {
  return signal === null ? `exit status ${status}` : `ended by ${signal}`
}
