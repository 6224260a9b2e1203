/**
 * What an announce says beyond a session's mark: bytes to be credited, a client that began anew, or neither.
 *
 * A copy of an announce may come late, over another path or sent again, and nothing in it tells so. It is taken for granted
 * that none comes later than `copiesLateSeconds`. So counters below the mark are a client that began anew only when no
 * copy from before can be meant, and they are believed only when none can come any more:
 *
 *   mark of a client that stopped ──── late ────▶ below it: began anew
 *   mark of one that did not ── late ──▶ below it: it ended before ── late ──▶ began anew
 *
 * Where no `started` was heard, the second of these waits is a minimum interval. A mark is lowered in no other way. Whoever
 * moved it has nothing under way then that could be counted a second time.
 */
import { AnnounceEvent } from '#tracker/wire/announce'
import type { SessionMark, SessionPoint } from './marks.ts'

/** Clients send again after 15, 45 and 105 s (BEP 15), and have given up by then as a rule. */
export const copiesLateSeconds = 120

type Announced = Pick<SessionPoint, 'at' | 'uploaded' | 'downloaded'> & {
  readonly event: AnnounceEvent
}

/** It has moved so much since `from`: the mark, or the `started` with which it began anew. */
export type Counted = {
  readonly kind: 'counted'
  readonly from: SessionPoint
  readonly uploaded: number
  readonly downloaded: number
}

export type CounterStep =
  | Counted
  /** The client counts from its start again, which nobody heard of. */
  | { readonly kind: 'restarted' }
  /** Counters below the mark: a late announce, or a client that began anew. */
  | { readonly kind: 'below'; readonly belowSince: number }

/** Of an announce that is not older than the mark. */
export function counterStep(
  mark: SessionMark,
  announce: Announced,
  minIntervalSeconds: number,
): CounterStep {
  const counted = countedFrom(mark, announce)
  if (counted !== undefined) return counted
  const { beginning, isActive, belowSince } = mark
  const lateSeconds = Math.min(copiesLateSeconds, minIntervalSeconds)
  const waitSeconds = isActive && beginning === undefined ? minIntervalSeconds : lateSeconds
  const endedAt = isActive ? belowSince : mark.at
  if (endedAt === 0 || announce.at - endedAt < waitSeconds) {
    const isProof = isActive && belowSince === 0 && announce.at - mark.at >= lateSeconds
    return { kind: 'below', belowSince: isProof ? announce.at : belowSince }
  }
  const isKnown = announce.event !== AnnounceEvent.started && beginning !== undefined
  return (isKnown ? countedFrom(beginning, announce) : undefined) ?? { kind: 'restarted' }
}

/** Undefined where a counter is lower. */
function countedFrom(from: SessionPoint, announce: Announced): Counted | undefined {
  const uploaded = announce.uploaded - from.uploaded
  const downloaded = announce.downloaded - from.downloaded
  if (uploaded < 0 || downloaded < 0) return undefined
  return { kind: 'counted', from, uploaded, downloaded }
}
