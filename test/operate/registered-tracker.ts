/** A running tracker of the registered mode, on either database, with an operator at its data directory. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect } from 'vitest'
import type { EngineName } from '#index/storage/engine'
import type { Driver } from '../support/drivers.ts'
import type { PostgresServer } from '../support/postgres.ts'
import { freshDirectory, type Settings, startWaggle, type Waggle } from '../support/waggle.ts'
import { Operator } from './operator.ts'

export type TrackerOptions = {
  readonly engine: EngineName
  readonly postgres: () => PostgresServer
  readonly driver?: Driver
  readonly settings?: Settings
}

export class RegisteredTracker {
  readonly dataDirectory: string
  readonly settings: Settings
  readonly operator: Operator
  readonly #driver: Driver
  #waggle: Waggle | undefined

  private constructor(dataDirectory: string, settings: Settings, driver: Driver) {
    this.dataDirectory = dataDirectory
    this.settings = settings
    this.operator = new Operator({ ...settings, 'data.directory': dataDirectory })
    this.#driver = driver
  }

  /** With a new database and data directory, and not started yet. */
  static async prepare(options: TrackerOptions): Promise<RegisteredTracker> {
    const { engine, postgres, driver = 'linux' } = options
    const url = engine === 'sqlite' ? 'sqlite:waggle.db' : await postgres().newDatabase()
    const settings = {
      mode: 'registered',
      'database.url': url,
      'database.flush_seconds': '1',
      ...options.settings,
    }
    return new RegisteredTracker(freshDirectory(), settings, driver)
  }

  get waggle(): Waggle {
    if (this.#waggle === undefined) throw new Error('the tracker does not run')
    return this.#waggle
  }

  async start(): Promise<void> {
    const { dataDirectory, settings } = this
    this.#waggle = await startWaggle({ driver: this.#driver, settings, dataDirectory })
  }

  async stop(): Promise<void> {
    const stopping = this.#waggle
    this.#waggle = undefined
    expect(await stopping?.stop()).toEqual({ status: 0, signal: null })
  }

  async kill(): Promise<void> {
    const killed = this.#waggle
    this.#waggle = undefined
    await killed?.kill()
  }

  async remove(): Promise<void> {
    if (this.#waggle !== undefined) await this.stop()
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }
}

const hookTimeoutMs = 60_000

/** One running tracker for all tests of a `describe`; to be asked for inside tests only. */
export function useTracker(options: TrackerOptions): () => RegisteredTracker {
  let tracker: RegisteredTracker | undefined
  beforeAll(async () => {
    tracker = await RegisteredTracker.prepare(options)
    await tracker.start()
  }, hookTimeoutMs)
  afterAll(async () => {
    await tracker?.remove()
  }, hookTimeoutMs)
  return () => {
    if (tracker === undefined) throw new Error('the tracker does not run')
    return tracker
  }
}
