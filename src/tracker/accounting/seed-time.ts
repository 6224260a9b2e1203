/** How long a session has seeded between two announces, as far as no other client of the member counted it already. */

export type Stretch = {
  /** Of the announce before, and of this one. */
  readonly from: number
  readonly until: number
  /** Until when the member's seeding of the torrent is credited. */
  readonly credited: number
}

/**
 * Whole seconds. Two clients, or two addresses of one, count once, because each goes on where the other ended. A gap
 * above two intervals counts nothing: nobody knows when the client was gone.
 */
export function seedSeconds({ from, until, credited }: Stretch, intervalSeconds: number): number {
  if (until - from > 2 * intervalSeconds) return 0
  return Math.max(0, until - Math.max(from, credited))
}
