/**
 * How much housekeeping may do in one run: a rule for what deletes (nothing that is wrong with a clock, a setting or
 * the tracker may cost a catalogue), as plain numbers.
 */

/** At most this share of the live torrents is taken out in one run, unless it is forced. */
const shareMax = 0.05

/** Days for which what was taken out can be restored. */
export const restorableDays = 30

/**
 * How many of `count` torrents one run may take out or forget. One at least, or small catalogues would never be
 * tidied: a twentieth of nineteen is none.
 */
export function allowanceOf(count: number, isForced: boolean): number {
  return isForced ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(count * shareMax))
}

/** What was removed before this moment is forgotten, in unix seconds. */
export function forgottenBefore(nowSeconds: number): number {
  return nowSeconds - restorableDays * 86_400
}
