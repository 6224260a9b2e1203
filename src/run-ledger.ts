/**
 * Runs the ledger on main: in slices between which visitors are answered, several times a second, so that no journal
 * fills up. What is settled is stored every other second, or as often as everything else that is counted where that is
 * more often; the wait for the database holds nothing up.
 */
import { setImmediate as nextTurn, setTimeout as waitFor } from 'node:timers/promises'
import type { Ledger } from './ledger.ts'

export type RunLedgerOptions = {
  readonly ledger: Ledger
  /** How often other counts are stored. */
  readonly flushSeconds: number
  /** Ends it. */
  readonly signal: AbortSignal
  /** A flush failed, or something of ours did. */
  readonly onFailure: (error: unknown) => void
}

const takeMs = 200
const flushMsMax = 2000
/** All marks are looked through for it. */
const forgetMs = 6 * 3600 * 1000

/** Resolves when `signal` is aborted. */
export async function runLedger(options: RunLedgerOptions): Promise<void> {
  const { ledger, flushSeconds } = options
  const flushMs = Math.min(flushMsMax, flushSeconds * 1000)
  await Promise.all([
    every(takeMs, options, () => takeAll(ledger)),
    every(flushMs, options, () => ledger.flush()),
    every(forgetMs, options, () => ledger.forget()),
  ])
}

/** Takes what there is, and stores it: when no thread notes anything any more. Rejects with StorageError. */
export async function endLedger(ledger: Ledger): Promise<void> {
  await takeAll(ledger)
  await ledger.settled()
  await ledger.flush()
}

async function takeAll(ledger: Ledger): Promise<void> {
  while (ledger.take()) await nextTurn()
}

async function every(
  pauseMs: number,
  { signal, onFailure }: RunLedgerOptions,
  work: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await waitFor(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return
    await work().catch(onFailure)
  }
}
