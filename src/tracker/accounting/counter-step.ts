/** What an announce says beyond a session's mark: bytes to be credited, a client that began anew, or neither. */
import { AnnounceEvent } from '#tracker/wire/announce'
import type { SessionMark } from './marks.ts'

type Counters = {
  readonly at: number
  readonly event: AnnounceEvent
  readonly uploaded: number
  readonly downloaded: number
}

export type CounterStep =
  | { readonly kind: 'counted'; readonly uploaded: number; readonly downloaded: number }
  /** The client counts from 0 again, with the same peer id. */
  | { readonly kind: 'restarted' }
  /** Counters below the mark, for the first time: a late announce, or a restart whose `started` was lost. */
  | { readonly kind: 'below' }

/** Of an announce that is newer than the mark. */
export function counterStep(
  mark: SessionMark,
  announce: Counters,
  minIntervalSeconds: number,
): CounterStep {
  const uploaded = announce.uploaded - mark.uploaded
  const downloaded = announce.downloaded - mark.downloaded
  if (uploaded >= 0 && downloaded >= 0) return { kind: 'counted', uploaded, downloaded }
  if (announce.event === AnnounceEvent.started) return { kind: 'restarted' }
  const isConfirmed = mark.belowSince !== 0 && announce.at - mark.belowSince >= minIntervalSeconds
  return { kind: isConfirmed ? 'restarted' : 'below' }
}
