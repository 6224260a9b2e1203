/**
 * Fills the table of registered torrents at start. With millions of them that takes a while, in which the database may
 * go away: then it is waited for, as one that is not there yet is, and all of it is read again.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { StorageError, type StorageErrorCode } from '#index/storage/storage-error'

export type FillOptions = {
  /** May be called again after it has rejected. */
  readonly fill: () => Promise<void>
  /** How long the database is waited for, from when it was first away. */
  readonly connectSeconds: number
  readonly monotonicSeconds: () => number
  readonly onRetry: (error: StorageError) => void
  /** Ends the waiting, which then rejects with an AbortError. */
  readonly stop?: AbortSignal
}

/** Between two attempts; doubled each time. */
const retryMsMin = 250
const retryMsMax = 5000

const passing: readonly StorageErrorCode[] = ['unreachable', 'busy', 'timeout']

/** Rejects with StorageError, or when it is stopped. */
export async function fillTorrents(options: FillOptions): Promise<void> {
  const { fill, connectSeconds, monotonicSeconds, onRetry, stop } = options
  let endSeconds = Number.POSITIVE_INFINITY
  for (let pauseMs = retryMsMin; ; pauseMs = Math.min(pauseMs * 2, retryMsMax))
    try {
      return await fill()
    } catch (error) {
      if (!(error instanceof StorageError) || !passing.includes(error.code)) throw error
      endSeconds = Math.min(endSeconds, monotonicSeconds() + connectSeconds)
      if (monotonicSeconds() >= endSeconds) throw error
      onRetry(error)
      await waitFor(pauseMs, undefined, stop && { signal: stop })
    }
}
