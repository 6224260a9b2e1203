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

/** Before both: `at` is unix time, `upSeconds` the up-time of the tracker. */
export type LongAgo = { readonly at: number; readonly upSeconds: number }

/**
 * What was removed before this is forgotten. The tracker's up-time counts as well, so that a site that was down for a
 * month can still undo what it did before.
 */
export function forgottenBefore(nowSeconds: number, upSeconds: number): LongAgo {
  const seconds = restorableDays * 86_400
  return { at: nowSeconds - seconds, upSeconds: upSeconds - seconds }
}

/** Whether it is gone for too long to come back, by the same rule. */
export function isTooLate(goneSeconds: number, goneUpSeconds: number): boolean {
  return Math.min(goneSeconds, goneUpSeconds) > restorableDays * 86_400
}
