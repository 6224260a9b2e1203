/**
 * How often somebody failed lately, by a key: a map with a limit. What fails nothing for a day is forgotten; where there
 * are too many, the one that failed longest ago is.
 */
type Failures = { readonly count: number; readonly lastAt: number }

/** Longer than the longest delay, so that waiting it out does not begin a new series. */
const rememberedSeconds = 24 * 3600

export class FailedLogins {
  readonly #max: number
  /** The one that failed last is at the end. */
  readonly #byKey = new Map<string, Failures>()

  constructor(max: number) {
    this.#max = max
  }

  count(key: string, nowSeconds: number): number {
    return this.#current(key, nowSeconds)?.count ?? 0
  }

  /** Seconds since the last one; 0 by a clock that was put back. */
  secondsSinceLast(key: string, nowSeconds: number): number {
    return Math.max(0, nowSeconds - (this.#current(key, nowSeconds)?.lastAt ?? 0))
  }

  add(key: string, nowSeconds: number): void {
    const count = this.count(key, nowSeconds) + 1
    this.#byKey.delete(key)
    this.#byKey.set(key, { count, lastAt: nowSeconds })
    this.#forget(nowSeconds)
  }

  takeOff(key: string, count: number): void {
    const failures = this.#byKey.get(key)
    if (failures === undefined) return
    const left = failures.count - count
    // In its place: that it failed last is as long ago as before.
    if (left > 0) this.#byKey.set(key, { ...failures, count: left })
    else this.#byKey.delete(key)
  }

  /** Those that are old, and one that is too many. */
  #forget(nowSeconds: number): void {
    for (const [key, { lastAt }] of this.#byKey) {
      const isOld = nowSeconds - lastAt >= rememberedSeconds
      if (!isOld && this.#byKey.size <= this.#max) return
      this.#byKey.delete(key)
    }
  }

  #current(key: string, nowSeconds: number): Failures | undefined {
    const failures = this.#byKey.get(key)
    const isOld = failures !== undefined && nowSeconds - failures.lastAt >= rememberedSeconds
    return isOld ? undefined : failures
  }
}
