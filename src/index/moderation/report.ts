/**
 * What a member tells the moderators about a torrent, a gallery or another member, and what came of it. Times are unix
 * seconds.
 */
import type { Tombstone } from '#index/torrents/tombstone'

export const reportKinds = ['torrent', 'gallery', 'member'] as const
export type ReportKind = (typeof reportKinds)[number]

/** `id` is that of the row. */
export type ReportTarget = { readonly kind: ReportKind; readonly id: number }

/** The site has words for each. `other` says it in a text. */
export const reportReasons = [
  'mislabelled',
  'broken',
  'duplicate',
  'spam',
  'abuse',
  'rights',
  'illegal',
  'other',
] as const
export type ReportReason = (typeof reportReasons)[number]

export const reportStates = ['open', 'accepted', 'rejected'] as const
export type ReportState = (typeof reportStates)[number]

/** `close`: nothing was left to do. */
export const reportActs = ['reject', 'close', 'remove', 'expunge', 'ban'] as const
export type ReportAct = (typeof reportActs)[number]

/** Of those, what changes the target, by its kind. */
export const targetActs = {
  torrent: 'remove',
  gallery: 'expunge',
  member: 'ban',
} as const satisfies Record<ReportKind, ReportAct>

export type NewReport = {
  readonly target: ReportTarget
  readonly reporterId: number
  readonly reason: ReportReason
  /** Plain text, or ''. */
  readonly text: string
  readonly createdAt: number
}

export type Report = {
  readonly id: number
  readonly target: ReportTarget
  readonly reporter: { readonly id: number; readonly name: string }
  readonly reason: ReportReason
  readonly text: string
  readonly createdAt: number
  readonly state: ReportState
  /** Undefined while it is open. */
  readonly handling: Handling | undefined
}

export type Handling = {
  readonly act: ReportAct
  /** The reason that was given for it, or ''. */
  readonly verdict: string
  readonly by: { readonly id: number; readonly name: string }
  /** When it was done; where something was done to the target, that says the same time. */
  readonly at: number
  /** The tombstone that a torrent had before it was removed. */
  readonly before: Tombstone | undefined
  /** The report with which this one was handled: all open ones of a target are, when something is done to it. */
  readonly withId: number
}
