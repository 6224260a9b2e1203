/** The link with which members report what a page is about. */
import type { ReportTarget } from '#index/moderation/report'
import type { GalleryVisitor } from '../gallery/gallery-visitor.ts'
import { type Content, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { reportHref } from './paths.ts'

/** None for guests, and none for those who moderate: they need not ask. */
export function reportLink(
  { moderation }: Texts,
  { member, may }: GalleryVisitor,
  target: ReportTarget,
): Content {
  if (member === undefined || may('moderate')) return undefined
  return html`<a href="${reportHref(target)}">${moderation.report.link}</a>`
}
