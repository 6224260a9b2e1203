/** Where members report, and where moderators look after it. */
import type { ReportTarget } from '#index/moderation/report'

/** The queue; the pages of single reports are below it. */
export const moderationPath = '/moderation'
export const blocksPath = '/moderation/blocks'
export const removeBlockPath = '/moderation/blocks/remove'

/** Where a member reports something. */
export function reportHref({ kind, id }: ReportTarget): string {
  return `/report/${kind}/${id}`
}

export function handleHref({ id }: { readonly id: number }): string {
  return `${moderationPath}/${id}`
}

export function undoHref(report: { readonly id: number }): string {
  return `${handleHref(report)}/undo`
}
