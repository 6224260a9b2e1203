/**
 * Why a torrent of a gallery is refused for good: `expunged` by votes or its uploader, `removed` by staff, `purged`
 * because it was expunged or nobody had seeded it for long. The row stays, with the reason that clients are told.
 */
export const tombstoneKinds = ['expunged', 'removed', 'purged'] as const
export type TombstoneKind = (typeof tombstoneKinds)[number]

export type Tombstone = {
  readonly kind: TombstoneKind
  /** Or ''. */
  readonly reason: string
  readonly at: number
}
