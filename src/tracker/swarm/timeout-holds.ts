/**
 * How long peers may rely on being kept, noted in the header of the region and in the snapshot: whoever takes the swarms
 * up, another process or the next run, keeps those who were told to come back late, although it tells shorter intervals.
 */
import { Header } from './layout.ts'
import type { SwarmMemory } from './swarm-memory.ts'

/** Nobody is dropped before `peerTimeoutSeconds` of silence until then. */
export type TimeoutHold = {
  readonly peerTimeoutSeconds: number
  /** Unix seconds. */
  readonly untilSeconds: number
}

export type NotedTimeouts = {
  /** How long those live who are told to come back now; 0 where nobody has said. */
  readonly toldSeconds: number
  /** For those who were told longer intervals before. */
  readonly hold: TimeoutHold | undefined
}

export function noteTimeouts({ words }: SwarmMemory, { toldSeconds, hold }: NotedTimeouts): void {
  Atomics.store(words, Header.heldTimeoutSeconds, hold?.peerTimeoutSeconds ?? 0)
  Atomics.store(words, Header.heldUntil, (hold?.untilSeconds ?? 0) | 0)
  Atomics.store(words, Header.toldTimeoutSeconds, toldSeconds)
}

export function notedTimeouts({ words }: SwarmMemory): NotedTimeouts {
  const peerTimeoutSeconds = Atomics.load(words, Header.heldTimeoutSeconds)
  const untilSeconds = Atomics.load(words, Header.heldUntil) >>> 0
  return {
    toldSeconds: Atomics.load(words, Header.toldTimeoutSeconds),
    hold: peerTimeoutSeconds === 0 ? undefined : { peerTimeoutSeconds, untilSeconds },
  }
}

/** What binds whoever takes the swarms up now: somebody may have been told the interval of before a moment ago. */
export function timeoutHolds(
  { toldSeconds, hold }: NotedTimeouts,
  nowSeconds: number,
): TimeoutHold[] {
  const told = { peerTimeoutSeconds: toldSeconds, untilSeconds: nowSeconds + toldSeconds }
  return [told, ...(hold === undefined ? [] : [hold])].filter(
    ({ peerTimeoutSeconds, untilSeconds }) => peerTimeoutSeconds > 0 && untilSeconds > nowSeconds,
  )
}
