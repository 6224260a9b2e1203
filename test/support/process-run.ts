/**
 * One run of the real program (or of npm) as an outside observer sees it: what it printed, when a line
 * appeared, and how it ended. Runs that a failed test left alive are killed after the tests of its file.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { afterAll } from 'vitest'

export const projectRoot = new URL('../../', import.meta.url).pathname

export interface RunOptions {
  readonly command: string
  readonly args: readonly string[]
  /** Added to the environment of the test process. */
  readonly environment?: Readonly<Record<string, string>>
  /** The user, and group of the same number, that it runs as; only root may choose. */
  readonly userId?: number
}

/** How a process ended: its exit status, or the signal that ended it. */
export interface RunEnd {
  readonly status: number | null
  readonly signal: string | null
}

const alive = new Set<ProcessRun>()
// Vitest ends its processes without an exit event, so the file's own last hook has to do it.
afterAll(async () => {
  for (const run of alive) run.signal('SIGKILL')
  await Promise.all([...alive].map((run) => run.end))
})

export class ProcessRun {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #watchers = new Set<() => void>()
  readonly #end: Promise<RunEnd>
  #stdout = ''
  #stderr = ''
  #ended = false

  constructor(options: RunOptions) {
    this.#child = spawn(options.command, options.args, {
      cwd: projectRoot,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.userId === undefined ? {} : { uid: options.userId, gid: options.userId }),
    })
    alive.add(this)
    this.#collect(this.#child.stdout, (text) => (this.#stdout += text))
    this.#collect(this.#child.stderr, (text) => (this.#stderr += text))
    this.#end = this.#waitForEnd()
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the program did not start')
    return this.#child.pid
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Settles when the process has ended and both its streams are read. */
  get end(): Promise<RunEnd> {
    return this.#end
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** The first complete line of standard output that `accept` takes; fails if the process ends first. */
  async line(accept: (line: string) => boolean): Promise<string> {
    const found = (): string | undefined => this.#stdout.split('\n').slice(0, -1).find(accept)
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const line = found()
        if (line !== undefined) resolve(line)
        else if (this.#ended) reject(new Error(`it ended early:\n${this.#stdout}\n${this.#stderr}`))
        else return
        this.#watchers.delete(look)
      }
      this.#watchers.add(look)
      look()
    })
  }

  #collect(stream: Readable, add: (text: string) => void): void {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      add(text)
      this.#notify()
    })
  }

  async #waitForEnd(): Promise<RunEnd> {
    return await new Promise((resolve, reject) => {
      this.#child.on('error', reject)
      this.#child.on('close', (status, signal) => {
        this.#ended = true
        alive.delete(this)
        this.#notify()
        resolve({ status, signal })
      })
    })
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher()
  }
}
