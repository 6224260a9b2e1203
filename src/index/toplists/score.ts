/**
 * What a member's work in a period is worth:
 *
 *   (completion weight × completions + seed day weight × days of seeding) × ratio ^ exponent
 *
 * Completions are those of uploads and those in galleries together; who is uploader and owner has both. The ratio counts
 * as the nearest value from 0.5 to the largest that is configured; whoever has uploaded and downloaded nothing has that.
 */

export type PeriodSums = {
  /** Others' completions of the member's uploads, and in the member's galleries. */
  readonly completes: number
  readonly uploadedBytes: number
  readonly downloadedBytes: number
  readonly seedSeconds: number
}

export type ScoreWeights = {
  readonly completionWeight: number
  readonly seedDayWeight: number
  readonly ratioExponentPercent: number
  readonly ratioMax: number
}

export const ratioMin = 0.5

const minutesPerDay = 1440

/** In hundredths, a whole number. */
export function scoreOf(sums: PeriodSums, weights: ScoreWeights): number {
  const { completionWeight, seedDayWeight, ratioExponentPercent } = weights
  const seedDays = Math.floor(sums.seedSeconds / 60) / minutesPerDay
  const work = completionWeight * sums.completes + seedDayWeight * seedDays
  const factor = countedRatio(sums, weights) ** (ratioExponentPercent / 100)
  return Math.min(Math.round(work * factor * 100), Number.MAX_SAFE_INTEGER)
}

/** The ratio as it counts. */
function countedRatio(
  { uploadedBytes, downloadedBytes }: PeriodSums,
  { ratioMax }: ScoreWeights,
): number {
  if (downloadedBytes === 0) return uploadedBytes > 0 ? ratioMax : 1
  return Math.min(Math.max(uploadedBytes / downloadedBytes, ratioMin), ratioMax)
}
