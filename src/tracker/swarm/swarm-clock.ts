/**
 * Time as the swarm store sees it: stamps of 7 bits, in units that are a sixtieth of the time that peers
 * live. They wrap after 128 units, so a sweep that comes by every few units never mistakes an old
 * stamp for a new one. (The design's minute stamps of 8 bits would leave no bit for partial seeds and
 * could not express the short lives that tests need.)
 */
import { assert } from '#base/assert'
import { stampMask } from './list-shape.ts'

export class SwarmClock {
  /** Seconds of one stamp unit. */
  readonly unitSeconds: number
  /** Stamps at least this many units old are of peers that have been silent too long. */
  readonly expiredUnits: number
  /** Seconds within which the sweep passes by every peer. */
  readonly lapSeconds: number
  /** Whole unix seconds, set once per batch. */
  nowSeconds = 0

  /** `peerTimeoutSeconds`: how long a silent peer lives at least, 1 or more. */
  constructor(peerTimeoutSeconds: number) {
    assert(peerTimeoutSeconds >= 1, 'peers live for a second at least')
    this.unitSeconds = Math.ceil(peerTimeoutSeconds / 60)
    // A stamp is rounded down, so a peer may be almost a unit younger than its stamp says.
    this.expiredUnits = Math.ceil(peerTimeoutSeconds / this.unitSeconds) + 1
    this.lapSeconds = Math.min(120, Math.max(1, Math.floor(peerTimeoutSeconds / 10)))
    const slackUnits = stampMask - this.expiredUnits
    assert(
      this.lapSeconds * 4 < slackUnits * this.unitSeconds,
      'a lap is far shorter than the wrap',
    )
  }

  /** The stamp of now. */
  stamp(): number {
    return Math.floor(this.nowSeconds / this.unitSeconds) & stampMask
  }
}
