/**
 * Reaches the database that `database.url` names. One that is not there yet, because the machine is just starting, is
 * waited for within a limit.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import type { Clock } from '#base/clock'
import type { DatabaseState, Wait } from './access.ts'
import { parseDatabaseUrl } from './database-url.ts'
import { defaultLimits, type Engine, type TimeLimits } from './engine.ts'
import { openPostgresEngine } from './postgres/postgres-engine.ts'
import { openSqliteEngine } from './sqlite/sqlite-engine.ts'
import type { StorageError } from './storage-error.ts'

export type DatabaseOptions = {
  /** `sqlite:FILE` or `postgres://…`. */
  readonly url: string
  /** SQLite files are under it; it must exist. */
  readonly dataDirectory: string
  readonly clock: Clock
  /** How long a database that cannot be reached is waited for at start; 60 without it. */
  readonly connectSeconds?: number
  readonly limits?: Partial<TimeLimits>
  readonly wait?: Wait
  /** Told of each change: it fails, fails with another reason, works again. */
  readonly onState?: (state: DatabaseState) => void
  /** It could not be reached at start and will be tried again. */
  readonly onRetry?: (error: StorageError) => void
  /** Ends the waiting at start, which then rejects with an AbortError. */
  readonly stop?: AbortSignal
}

const defaultConnectSeconds = 60

/** Between two attempts at start; doubled each time. */
const retryMsMin = 250
const retryMsMax = 5000

/** An engine with which `prepare` has succeeded. Rejects with StorageError, or when it is stopped. */
export async function connectEngine(
  options: DatabaseOptions,
  prepare: (engine: Engine) => Promise<unknown>,
): Promise<Engine> {
  const { clock, connectSeconds = defaultConnectSeconds, wait = defaultWait, onRetry } = options
  const { stop = new AbortController().signal } = options
  const end = clock.nowSeconds() + connectSeconds
  for (let pauseMs = retryMsMin; ; pauseMs = Math.min(pauseMs * 2, retryMsMax)) {
    const engine = openEngine(options)
    try {
      await prepare(engine)
      return engine
    } catch (error) {
      const explained = engine.explain(error)
      await engine.close()
      const mayPass = explained.code === 'unreachable' || explained.code === 'busy'
      if (!mayPass || clock.nowSeconds() >= end) throw explained
      onRetry?.(explained)
      await wait(pauseMs, stop)
    }
  }
}

function openEngine(options: DatabaseOptions): Engine {
  const address = parseDatabaseUrl(options.url, options.dataDirectory)
  const limits = { ...defaultLimits, ...options.limits }
  if (address.engine === 'sqlite')
    return openSqliteEngine({ file: address.file, shownUrl: address.shown, limits })
  return openPostgresEngine({ url: address.url, shownUrl: address.shown, limits })
}

export async function defaultWait(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return await waitFor(milliseconds, undefined, { signal })
}
