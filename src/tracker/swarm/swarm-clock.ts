/**
 * Time as the swarm store sees it: stamps of 7 bits, in units that are a 32nd of the time that peers live
 * when the store is made. They wrap after 128 units, so a sweep that comes by every few units never takes
 * an old stamp for a new one, and the time that peers live may still be changed, up to three times
 * as long: an overloaded tracker stretches its intervals so far. (The design's minute stamps of 8 bits would
 * leave no bit for partial seeds and could not express the short lives that tests need.)
 */
import { assert } from '#base/assert'
import { stampMask } from './list-shape.ts'

const unitsPerLife = 32
/** Stamps older than this could be taken for new ones before the sweep comes by. */
const expiredUnitsMax = 104

export class SwarmClock {
  /** Seconds of one stamp unit; fixed as long as there are stamps. */
  readonly unitSeconds: number
  /** Stamps at least this many units old are of peers that have been silent too long. */
  expiredUnits = 0
  /** Seconds within which the sweep passes by every peer. */
  lapSeconds = 0
  /** The stamp of now. */
  stamp = 0
  #nowSeconds = 0

  /**
   * `unitSeconds` comes from `stampUnitSeconds` and is the same in all threads; `peerTimeoutSeconds` is how
   * long a silent peer lives at least.
   */
  constructor(unitSeconds: number, peerTimeoutSeconds: number) {
    this.unitSeconds = unitSeconds
    this.setPeerTimeout(peerTimeoutSeconds)
  }

  /** Whole unix seconds, set once per batch. */
  get nowSeconds(): number {
    return this.#nowSeconds
  }
  set nowSeconds(seconds: number) {
    this.#nowSeconds = seconds
    this.stamp = Math.floor(seconds / this.unitSeconds) & stampMask
  }

  /** Changes how long peers live; `isPeerTimeoutPossible` says for which values it may be called. */
  setPeerTimeout(seconds: number): void {
    assert(isPeerTimeoutPossible(this.unitSeconds, seconds), 'stamps can express the peer timeout')
    this.expiredUnits = expiredUnitsFor(this.unitSeconds, seconds)
    this.lapSeconds = lapFor(seconds)
  }
}

/** The unit for stores in which silent peers live `peerTimeoutSeconds`, 1 or more. */
export function stampUnitSeconds(peerTimeoutSeconds: number): number {
  return Math.ceil(peerTimeoutSeconds / unitsPerLife)
}

/** Whether stamps of this unit can express this timeout. */
export function isPeerTimeoutPossible(unitSeconds: number, seconds: number): boolean {
  const expiredUnits = expiredUnitsFor(unitSeconds, seconds)
  const slackSeconds = (stampMask - expiredUnits) * unitSeconds
  return seconds >= 1 && expiredUnits <= expiredUnitsMax && lapFor(seconds) * 3 < slackSeconds
}

/** A stamp is rounded down, so a peer may be almost a unit younger than its stamp says. */
function expiredUnitsFor(unitSeconds: number, seconds: number): number {
  return Math.ceil(seconds / unitSeconds) + 1
}

function lapFor(peerTimeoutSeconds: number): number {
  return Math.min(120, Math.max(1, Math.floor(peerTimeoutSeconds / 10)))
}
