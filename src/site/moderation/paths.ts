/** Where members report, and where moderators look after it. */
import type { ReportTarget } from '#index/moderation/report'

/** The queue; the pages of single reports are below it. */
export const moderationPath = '/moderation'
export const blocksPath = '/moderation/blocks'
export const pointsPath = '/moderation/points'
/** What will be purged. */
export const purgePath = '/moderation/purge'
export const keepPath = '/moderation/purge/keep'
/** What staff look at who ask whether somebody cheats. */
export const suspicionsPath = '/moderation/suspicions'
export const suspicionViews = ['balance', 'rate', 'empty', 'common'] as const
export type SuspicionView = (typeof suspicionViews)[number]
export const removeBlockPath = '/moderation/blocks/remove'

/** Where a member reports something. */
export function reportHref({ kind, id }: ReportTarget): string {
  return `/report/${kind}/${id}`
}

export function handleHref({ id }: { readonly id: number }): string {
  return `${moderationPath}/${id}`
}

export function suspicionsHref(view: SuspicionView, after?: string): string {
  const path = view === 'balance' ? suspicionsPath : `${suspicionsPath}/${view}`
  return after === undefined ? path : `${path}?after=${after}`
}

export function undoHref(report: { readonly id: number }): string {
  return `${handleHref(report)}/undo`
}
