/**
 * The door through which the repositories reach the database. It turns every failure into a StorageError and
 * knows whether the database works: one that does not is tried now and then until it does, so that the state is
 * right even when nobody asks for anything.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Engine, LockName } from './engine.ts'
import { StorageError, type StorageErrorCode } from './storage-error.ts'
import type { Tables } from './tables.ts'

/** `problem` is a line for the operator. */
export type DatabaseState = 'ok' | { readonly problem: string }

/** Resolves after so long; rejects when `signal` is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<unknown>

export type Access = {
  readonly engine: Engine
  /** Rejects with StorageError. */
  readonly read: <T>(work: (reader: Kysely<Tables>) => Promise<T>) => Promise<T>
  /**
   * One transaction, which fails as a whole. PostgreSQL ends one of two that wait for each other; that one is done once
   * more from its beginning. Rejects with StorageError.
   */
  readonly write: <T>(work: (transaction: Transaction<Tables>) => Promise<T>) => Promise<T>
  /** Waits until no other transaction has this lock, of any process. */
  readonly lock: (transaction: Transaction<Tables>, name: LockName) => Promise<void>
}

export type GuardOptions = {
  readonly engine: Engine
  readonly wait: Wait
  readonly onState: (state: DatabaseState) => void
}

/** How often a database that does not work is tried. */
const probeMs = 2000

/** Failures of the database itself, and not of what it was asked. */
const troubles: readonly StorageErrorCode[] = [
  'unreachable',
  'busy',
  'timeout',
  'full',
  'refused',
  'damaged',
]

type Kind = 'read' | 'write'

export class AccessGuard {
  readonly access: Access
  readonly #options: GuardOptions
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  #trouble: { readonly kind: Kind; readonly problem: string } | undefined
  #probing: Promise<void> | undefined

  constructor(options: GuardOptions) {
    const { engine } = options
    this.#options = options
    this.access = {
      engine,
      read: (work) => this.#watch('read', () => work(engine.reader)),
      write: (work) => this.#watch('write', () => transact(engine, work)),
      lock: engine.lock,
    }
  }

  get state(): DatabaseState {
    return this.#trouble === undefined ? 'ok' : { problem: this.#trouble.problem }
  }

  /** Something has shown that the database does not work. */
  note(error: unknown, kind: Kind = 'read'): StorageError {
    const explained = this.#options.engine.explain(error)
    if (troubles.includes(explained.code)) this.#enterTrouble(kind, explained.message)
    return explained
  }

  /** Takes nothing more, and waits for what is under way. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#probing
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  /** Work beside the repositories' that `close` waits for. Rejects with StorageError. */
  async runAside<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#track(work)
    } catch (error) {
      throw this.#options.engine.explain(error)
    }
  }

  async #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new StorageError('internal', 'the database is closed')
    const running = work()
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }

  async #watch<T>(kind: Kind, work: () => Promise<T>): Promise<T> {
    try {
      const result = await this.#track(work)
      this.#leaveTrouble(kind)
      return result
    } catch (error) {
      throw this.note(error, kind)
    }
  }

  #enterTrouble(kind: Kind, problem: string): void {
    // That reads fail too is no news where writes do, and reads that work do not end it.
    const worst = this.#trouble?.kind === 'write' ? 'write' : kind
    const isNews = this.#trouble?.problem !== problem
    this.#trouble = { kind: worst, problem }
    if (isNews) this.#options.onState(this.state)
    this.#probing ??= this.#probeUntilGood()
  }

  #leaveTrouble(kind: Kind): void {
    if (this.#trouble === undefined || (this.#trouble.kind === 'write' && kind === 'read')) return
    this.#trouble = undefined
    this.#options.onState('ok')
  }

  async #probeUntilGood(): Promise<void> {
    const { signal } = this.#closing
    while (this.#trouble !== undefined && !signal.aborted) {
      try {
        await this.#options.wait(probeMs, signal)
        await this.#probe()
      } catch {
        // Noted by #watch, or closing.
      }
    }
    this.#probing = undefined
  }

  /** A write, after one has failed, because only that shows whether there is room. */
  async #probe(): Promise<void> {
    const { read, write } = this.access
    if (this.#trouble?.kind === 'write') await write(touchMeta)
    else await read((reader) => sql`SELECT 1`.execute(reader))
  }
}

/** Nothing of a transaction that was ended so was stored, and what it was in the way of is done by now. */
async function transact<T>(
  { writer, explain }: Engine,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  try {
    return await writer.transaction().execute(work)
  } catch (error) {
    if (explain(error).code !== 'conflict') throw error
    return await writer.transaction().execute(work)
  }
}

async function touchMeta(transaction: Transaction<Tables>): Promise<void> {
  await transaction
    .updateTable('meta')
    .set((meta) => ({ value: meta.ref('value') }))
    .execute()
}
