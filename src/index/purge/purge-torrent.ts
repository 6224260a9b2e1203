/** A torrent as purging sees it. Times are unix seconds; those of the tracker's up-time say so. */

/** `unseeded`: it is live and nobody has been seen seeding it; `expunged`: it was voted out, by others or its uploader. */
export type PurgeCause = 'unseeded' | 'expunged'

export type PurgeTorrent = {
  readonly torrentId: number
  readonly infoHash: Uint8Array
  readonly name: string
  readonly uploader: { readonly id: number; readonly name: string }
  readonly cause: PurgeCause
  /**
   * How long the tracker had been up when it was last seen with a seed, or was added, expunged, restored or kept: from
   * then it is counted.
   */
  readonly countedUpSeconds: number
  /** Undefined where nobody was ever seen seeding it. */
  readonly seededAt: number | undefined
  readonly addedAt: number
  /** Clients with it. */
  readonly seeders: number
  /** Kept by the operator, whoever seeds it. */
  readonly isPinned: boolean
  /** Why it was expunged, or ''. */
  readonly reason: string
  /** The last one since `countedUpSeconds`. */
  readonly warning: GivenWarning | undefined
}

export type GivenWarning = {
  /** Without a seed; 0 for what was expunged. */
  readonly days: number
  readonly upSeconds: number
  /** The up-time for which members were told of the purge. */
  readonly dueUpSeconds: number
}

/** One that will be purged. */
export type ComingPurge = PurgeTorrent & {
  /** If the tracker stays up, and nobody seeds it. */
  readonly purgeAt: number
}
