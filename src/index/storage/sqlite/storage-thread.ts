/**
 * A storage thread as main sees it: it is asked one thing at a time. When it dies, or is given up because it
 * does not answer in time, what it was asked fails and it takes nothing more; `ThreadPool` starts another.
 */
import { Worker } from 'node:worker_threads'
import { assert } from '#base/assert'
import type { FromThread, StatementResult } from './from-thread.ts'
import { SqliteFailure, ThreadEnded } from './sqlite-failure.ts'
import type { SqliteFileOptions } from './sqlite-file.ts'
import type { ToThread } from './to-thread.ts'

export type StorageThreadOptions = SqliteFileOptions & {
  /** A result that needs more ends the thread and not the server. */
  readonly heapMegabytes: number
}

/** What a thread may take beyond its limit, because it looks at the time between rows only. */
const graceSeconds = 2

type Waiting = {
  readonly resolve: (result: StatementResult) => void
  readonly reject: (error: Error) => void
}

export class StorageThread {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  #waiting: Waiting | undefined
  #failure: Error | undefined

  private constructor({ heapMegabytes, ...file }: StorageThreadOptions) {
    this.#worker = new Worker(new URL('sqlite-thread.ts', import.meta.url), {
      workerData: file,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    this.#worker.on('message', (message: FromThread) => this.#receive(message))
    this.#worker.on('error', (error) =>
      this.#fail(new ThreadEnded(`its thread died: ${String(error)}`)),
    )
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#fail(new ThreadEnded('its thread ended'))
        resolve()
      })
    })
  }

  /** Resolves when the file is open; rejects with SqliteFailure when it cannot be opened. */
  static async start(options: StorageThreadOptions): Promise<StorageThread> {
    const thread = new StorageThread(options)
    await thread.#wait(undefined)
    return thread
  }

  get isAlive(): boolean {
    return this.#failure === undefined
  }

  /** Rejects with SqliteFailure or ThreadEnded. */
  async ask(request: Exclude<ToThread, { type: 'close' }>): Promise<StatementResult> {
    if (this.#failure !== undefined) throw this.#failure
    this.#worker.postMessage(request)
    return await this.#wait(request.type === 'statement' ? request.limitSeconds : undefined)
  }

  async close(): Promise<void> {
    this.#worker.postMessage({ type: 'close' } satisfies ToThread)
    await this.#ended
  }

  async #wait(limitSeconds: number | undefined): Promise<StatementResult> {
    assert(this.#waiting === undefined, 'a storage thread is asked one thing at a time')
    const late =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => this.#giveUp(limitSeconds), (limitSeconds + graceSeconds) * 1000)
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject }
      })
    } finally {
      clearTimeout(late)
    }
  }

  #receive(message: FromThread): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (message.type === 'failed') waiting?.reject(new SqliteFailure(message.failure))
    else if (message.type === 'done') waiting?.resolve(message.result)
    else waiting?.resolve({ columns: [], rows: [], changes: 0 })
  }

  /** It ends as soon as the statement that it is in does. */
  #giveUp(limitSeconds: number): void {
    const message = `no row came within ${limitSeconds} seconds`
    this.#fail(new SqliteFailure({ resultCode: 0, message, isLate: true }))
    void this.#worker.terminate()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}
