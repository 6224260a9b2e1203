/** A line of a member's list of points, which is only ever added to. */

/** `torrent`: others completed what the member uploaded; `gallery`: the same in the member's galleries; `staff`: given or taken. */
export const pointKinds = ['torrent', 'gallery', 'staff'] as const
export type PointKind = (typeof pointKinds)[number]

export type PointEntry = {
  /** Grows with each that is stored. */
  readonly id: number
  readonly kind: PointKind
  /** Below 0 for a deduction. */
  readonly amount: number
  /** Unix seconds. */
  readonly at: number
  /** Why the staff gave or took them; '' of a completion. Who completed the torrent is not told. */
  readonly reason: string
  /** What was completed; undefined where it is gone for good, and of what the staff gave. */
  readonly torrent: { readonly name: string; readonly infoHash: Uint8Array } | undefined
}

/** The sum of all entries, and of those of two kinds. */
export type PointBalance = {
  readonly balance: number
  readonly fromTorrents: number
  readonly fromGalleries: number
}
