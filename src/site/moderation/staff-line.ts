/** The line of links below the header on the pages of those who look after a gallery site. */
import type { FastifyRequest } from 'fastify'
import { mayDo } from '#index/members/role'
import { membersPath } from '../account/paths.ts'
import type { Filter } from '../components/page.ts'
import { formatCount } from '../format/format-count.ts'
import { auditPath, overviewPath } from '../registered/operator-line.ts'
import type { OperatorPlace } from '../registered/operator-options.ts'
import type { Texts } from '../texts/texts.ts'
import { blocksPath, moderationPath } from './paths.ts'

export function staffLine(
  { moderation: { line: words }, locale }: Texts,
  { member, openReports }: Pick<FastifyRequest, 'member' | 'openReports'>,
  current: string,
): Filter[] {
  const isAdministrator = member !== undefined && mayDo(member.member.role, 'administer')
  const count = openReports === undefined ? {} : { count: formatCount(locale, openReports) }
  const links = [
    { href: moderationPath, label: words.queue, ...count },
    ...(isAdministrator ? [{ href: blocksPath, label: words.blocks }] : []),
    { href: overviewPath, label: words.overview },
    { href: auditPath, label: words.audit },
    { href: membersPath, label: words.members },
  ]
  return links.map((link) => ({ ...link, isCurrent: link.href === current }))
}

/** Where the overview and the audit log stand. */
export const staffPlace: OperatorPlace = { tab: moderationPath, line: staffLine }
