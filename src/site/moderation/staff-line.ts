/** The line of links below the header on the pages of those who look after a gallery site. */
import type { FastifyRequest } from 'fastify'
import { mayDo } from '#index/members/role'
import { membersPath } from '../account/paths.ts'
import type { Filter } from '../components/page.ts'
import { formatCount } from '../format/format-count.ts'
import { staffPetitionsPath } from '../petitions/paths.ts'
import { auditPath, overviewPath } from '../registered/operator-line.ts'
import type { OperatorPlace } from '../registered/operator-options.ts'
import type { Texts } from '../texts/texts.ts'
import { blocksPath, moderationPath, pointsPath, purgePath, suspicionsPath } from './paths.ts'

export function staffLine(
  {
    moderation: { line: words },
    points: { staff: points },
    petitions,
    purge,
    suspicions,
    locale,
  }: Texts,
  {
    member,
    openReports,
    openAppeals,
  }: Pick<FastifyRequest, 'member' | 'openReports' | 'openAppeals'>,
  current: string,
): Filter[] {
  const isAdministrator = member !== undefined && mayDo(member.member.role, 'administer')
  const countOf = (total: number | undefined) =>
    total === undefined ? {} : { count: formatCount(locale, total) }
  const links = [
    { href: moderationPath, label: words.queue, ...countOf(openReports) },
    { href: staffPetitionsPath, label: petitions.staff.line, ...countOf(openAppeals) },
    ...(isAdministrator ? [{ href: blocksPath, label: words.blocks }] : []),
    ...(isAdministrator ? [{ href: pointsPath, label: points.link }] : []),
    { href: purgePath, label: purge.link },
    { href: suspicionsPath, label: suspicions.link },
    { href: overviewPath, label: words.overview },
    { href: auditPath, label: words.audit },
    { href: membersPath, label: words.members },
  ]
  return links.map((link) => ({ ...link, isCurrent: link.href === current }))
}

/** Where the overview and the audit log stand. */
export const staffPlace: OperatorPlace = { tab: moderationPath, line: staffLine }
