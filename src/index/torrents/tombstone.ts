/**
 * Why a torrent of a gallery is refused for good: `expunged` by votes or its uploader, `removed` by staff, `purged`
 * because nobody had seeded it for long. The row stays, with the reason that clients are told.
 *
 * What was expunged is purged too, after a while, and stays `expunged` with its reason: `purgedAt` says when. So `purged`
 * is the kind of what nobody objected to, and whoever has it may upload it again.
 */
export const tombstoneKinds = ['expunged', 'removed', 'purged'] as const
export type TombstoneKind = (typeof tombstoneKinds)[number]

export type Tombstone = {
  readonly kind: TombstoneKind
  /** Or ''. */
  readonly reason: string
  readonly at: number
  /** Since when it is out of all lists; its file is kept for `restorableDays` more. Undefined while it is not purged. */
  readonly purgedAt?: number
}

/** What the staff removes takes the place of another tombstone. Nothing else does, and what was removed stays so. */
export function mayBury(before: Tombstone | undefined, kind: TombstoneKind): boolean {
  return before === undefined || (kind === 'removed' && before.kind !== 'removed')
}
