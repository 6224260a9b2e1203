/**
 * The last 24 hours of the tracker as numbers: one point for every five minutes, made of the samples that
 * fall into them. Main takes a sample every ten seconds; nothing in it says who or which torrent.
 */
import type { Clock } from '#base/clock'

export type Totals = {
  /** Since the start. */
  readonly announces: number
  readonly torrents: number
  readonly seeders: number
  readonly leechers: number
}

export type HistoryPoint = {
  /** The beginning of its five minutes, in unix seconds. */
  readonly startSeconds: number
  /** Means over the five minutes; the last point's are of those that have passed. */
  readonly announcesPerSecond: number
  readonly torrents: number
  readonly peers: number
  readonly seeders: number
}

export const pointSeconds = 300
export const daySeconds = 86_400

/** Over how long the rate of this moment is measured. */
const rateSeconds = 60

type Sample = Totals & { readonly seconds: number }

export class DayHistory {
  readonly #clock: Clock
  #finished: HistoryPoint[] = []
  /** Samples of the present five minutes, after the last one of the five before. */
  #samples: Sample[] = []
  /** Samples of the last minute. */
  #recent: Sample[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes up what an earlier run saw, oldest first; of five minutes that go on still this run makes its own point. */
  takeUp(points: readonly HistoryPoint[]): void {
    const now = this.#clock.nowSeconds()
    this.#finished = points.filter(
      ({ startSeconds }) => startSeconds >= now - daySeconds && startSeconds + pointSeconds <= now,
    )
  }

  record(totals: Totals): void {
    const sample = { ...totals, seconds: this.#clock.nowSeconds() }
    const last = this.#samples.at(-1)
    if (last !== undefined && pointStart(last) !== pointStart(sample)) {
      const point = pointOf(this.#samples)
      if (point !== undefined) this.#finished.push(point)
      while (this.#finished.length > daySeconds / pointSeconds) this.#finished.shift()
      this.#samples = [last]
    }
    this.#samples.push(sample)
    this.#recent = [...this.#recent, sample].filter(
      ({ seconds }) => sample.seconds - seconds <= rateSeconds,
    )
  }

  /** Announces per second now; undefined as long as there is nothing to compare with. */
  announcesPerSecond(): number | undefined {
    return rateOver(this.#recent)
  }

  /** Oldest first; the last one is still going on. */
  points(): readonly HistoryPoint[] {
    const oldest = this.#clock.nowSeconds() - daySeconds
    const current = pointOf(this.#samples)
    return [...this.#finished, ...(current === undefined ? [] : [current])].filter(
      ({ startSeconds }) => startSeconds >= oldest,
    )
  }
}

function pointStart({ seconds }: Sample): number {
  return seconds - (seconds % pointSeconds)
}

/** Undefined for less than two samples: a rate needs a time. */
function pointOf(samples: readonly Sample[]): HistoryPoint | undefined {
  const announcesPerSecond = rateOver(samples)
  const last = samples.at(-1)
  if (announcesPerSecond === undefined || last === undefined) return undefined
  const startSeconds = pointStart(last)
  const own = samples.filter((sample) => pointStart(sample) === startSeconds)
  const mean = (read: (sample: Sample) => number): number =>
    Math.round(own.reduce((sum, sample) => sum + read(sample), 0) / own.length)
  return {
    startSeconds,
    announcesPerSecond,
    torrents: mean(({ torrents }) => torrents),
    peers: mean(({ seeders, leechers }) => seeders + leechers),
    seeders: mean(({ seeders }) => seeders),
  }
}

function rateOver(samples: readonly Sample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || last.seconds <= first.seconds) return undefined
  return (last.announces - first.announces) / (last.seconds - first.seconds)
}
