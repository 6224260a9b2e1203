/** A running program under watch: who takes part, what it may be asked, and what it has written down so far. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Operator } from '../operate/operator.ts'
import { RunningConfig } from '../serve/running-config.ts'
import type { Driver } from '../support/drivers.ts'
import { httpGet } from '../support/http-request.ts'
import type { PostgresServer } from '../support/postgres.ts'
import { freshDirectory, type Settings, startWaggle, type Waggle } from '../support/waggle.ts'
import { type Cast, castOf } from './cast.ts'
import { clientSettings } from './clients.ts'
import { Marks } from './marks.ts'
import { filesOf, type Place, postgresColumns, sqliteColumns } from './places.ts'
import type { Mode } from './promise.ts'

/** Room for few, so that a test finds what it looks for in the memory file. */
export const ceilings = { peersMax: 20_000, torrentsMax: 1000 }

export type RunOptions = {
  readonly mode: Mode
  readonly driver: Driver
  /** Of a PostgreSQL database; SQLite where it is left out. */
  readonly database?: { readonly server: PostgresServer; readonly url: string }
  readonly settings?: Settings
}

export class Run {
  readonly mode: Mode
  readonly marks = new Marks()
  readonly cast: Cast = castOf(this.marks)
  readonly config = new RunningConfig()
  readonly dataDirectory = freshDirectory()
  readonly operator: Operator
  readonly postgres: RunOptions['database']
  readonly #driver: Driver
  readonly #settings: Settings
  readonly #places: Place[] = []
  #waggle: Waggle | undefined

  constructor({ mode, driver, database, settings = {} }: RunOptions) {
    this.mode = mode
    this.postgres = database
    this.#driver = driver
    this.#settings = {
      mode,
      ...clientSettings,
      'tracker.peers_max': `${ceilings.peersMax}`,
      'tracker.torrents_max': `${ceilings.torrentsMax}`,
      ...(database === undefined ? {} : { 'database.url': database.url }),
      ...settings,
    }
    this.operator = new Operator({ mode, ...this.#settings, 'data.directory': this.dataDirectory })
    this.config.write('')
    if (database !== undefined)
      this.marks.givenText(
        'password of the database',
        decodeURIComponent(new URL(database.url).password),
      )
  }

  get waggle(): Waggle {
    if (this.#waggle === undefined) throw new Error('the program does not run')
    return this.#waggle
  }

  /** What was written down until now, all runs together. */
  get places(): readonly Place[] {
    return this.#places
  }

  async start(settings: Settings): Promise<void> {
    const { dataDirectory, config } = this
    this.#waggle = await startWaggle({
      driver: this.#driver,
      settings: { ...this.#settings, ...settings },
      args: ['--config', config.file],
      dataDirectory,
    })
  }

  /** Looks at what is there now. */
  async look(): Promise<void> {
    const { body } = await httpGet(this.waggle.siteEndpoint, '/metrics')
    this.#places.push(
      { where: 'metrics', bytes: body, isColumn: false },
      ...filesOf(this.dataDirectory),
    )
  }

  /** The keys that it made for itself. */
  markKeys(): void {
    const [, ...words] = readFileSync(join(this.dataDirectory, 'keys'), 'utf8').split('\n')
    for (const word of (words[0] ?? '').split(' ').slice(0, 2))
      this.marks.givenBytes('key of the tracker', Buffer.from(word, 'hex'))
  }

  /** Ends the program, and looks at what is left. */
  async stop(): Promise<void> {
    const { run } = this.waggle
    const end = await this.waggle.stop()
    if (end.status !== 0) throw new Error(`it ended with ${end.status}`)
    this.#waggle = undefined
    const log = { where: 'log', bytes: Buffer.from(run.stdout + run.stderr), isColumn: false }
    this.#places.push(log, ...(await this.atRest()))
  }

  /** What is kept while no program runs. */
  async atRest(): Promise<Place[]> {
    return [...filesOf(this.dataDirectory), ...(await this.#columns())]
  }

  /** What was deleted is in unused parts of the file until this; PostgreSQL sees to it by itself. */
  vacuum(): void {
    if (this.postgres !== undefined) return
    using database = new DatabaseSync(join(this.dataDirectory, 'waggle.db'))
    database.exec('VACUUM')
  }

  async #columns(): Promise<Place[]> {
    if (this.mode === 'open') return []
    if (this.postgres !== undefined) return await postgresColumns(this.postgres.url)
    return sqliteColumns(join(this.dataDirectory, 'waggle.db'))
  }

  [Symbol.dispose](): void {
    this.config[Symbol.dispose]()
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }
}
