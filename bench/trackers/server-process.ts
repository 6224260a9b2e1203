/**
 * A server's process, pinned to the core that servers have; and any other process of the bench. It ends by its
 * own id, and takes the bench's temporary files with it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

/** Servers run here, load on the other one. */
export const cores = { server: 0, load: 1 } as const

const readyWithinMs = 60_000
const endsWithinMs = 30_000

export class ServerProcess {
  readonly #child: ChildProcess
  readonly #lines: Interface
  readonly #said: string[] = []
  readonly #ended: Promise<void>
  #isRunning = true

  constructor(command: readonly string[], core: number) {
    const args = ['-c', String(core), ...command]
    this.#child = spawn('taskset', args, { stdio: ['pipe', 'pipe', 'pipe'] })
    if (this.#child.stdout === null || this.#child.stderr === null)
      throw new Error('a server process has pipes')
    this.#lines = createInterface({ input: this.#child.stdout })
    this.#child.stderr.on('data', (data: Buffer) => this.#said.push(data.toString()))
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve())
      this.#child.once('exit', () => resolve())
    })
    void this.#ended.then(() => {
      this.#isRunning = false
      this.#lines.close()
    })
  }

  /** taskset becomes the server, so this is the server's. */
  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** What it wrote to standard error so far. */
  get said(): string {
    return this.#said.join('')
  }

  /** Calls `listener` with each line of its output from now on. */
  onLine(listener: (line: string) => void): void {
    this.#lines.on('line', listener)
  }

  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  /** The next line of output for which `isIt` holds. Throws when it does not come. */
  async line(isIt: (line: string) => boolean, withinMs = readyWithinMs): Promise<string> {
    const late = new AbortController()
    const found = new Promise<string>((resolve, reject) => {
      const onLine = (line: string): void => {
        if (!isIt(line)) return
        this.#lines.off('line', onLine)
        resolve(line)
      }
      this.#lines.on('line', onLine)
      const fail = (why: string): void => reject(new Error(`${why}: ${this.said.slice(-500)}`))
      void this.#ended.then(() => fail('the process ended'))
      delay(withinMs, undefined, { signal: late.signal })
        .then(() => fail('the process said nothing in time'))
        .catch(() => undefined)
    })
    return found.finally(() => late.abort())
  }

  /** Asks it to end, and makes it when it does not. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.#isRunning) return
    this.#child.kill(signal)
    const late = new AbortController()
    await Promise.race([
      this.#ended,
      delay(endsWithinMs, undefined, { signal: late.signal })
        .then(() => this.#child.kill('SIGKILL'))
        .catch(() => undefined),
    ])
    late.abort()
    await this.#ended
  }
}

/** A directory of the bench's own; `remove` it when it has served. */
export function temporaryDirectory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'waggle-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
