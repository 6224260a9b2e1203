/** The line of links below the header on the pages of one's own account. */
import type { FastifyRequest } from 'fastify'
import { mayDo } from '#index/members/role'
import type { Filter } from '../components/page.ts'
import { noticeSettingsPath } from '../notices/paths.ts'
import type { Texts } from '../texts/texts.ts'
import type { AccountParts } from './account-parts.ts'
import {
  accountPath,
  dataPath,
  emailPath,
  feedPath,
  invitationsPath,
  keyPath,
  membersPath,
  tokensPath,
} from './paths.ts'

/** None where there is but one page. */
export function accountLine(
  { members, notices }: Texts,
  { membership, hasTorrentKeys, ...parts }: AccountParts,
  { member }: Pick<FastifyRequest, 'member'>,
  current: string,
): Filter[] {
  if (membership === undefined) return []
  const words = members.line
  const isStaff = member !== undefined && mayDo(member.member.role, 'moderate')
  const links: readonly (readonly [string, string, boolean])[] = [
    [accountPath, words.account, true],
    [emailPath, words.email, true],
    [noticeSettingsPath, notices.settings.link, membership.notices !== undefined],
    [keyPath, words.key, hasTorrentKeys],
    [feedPath, words.feed, true],
    [tokensPath, words.tokens, true],
    [invitationsPath, words.invitations, parts.members.invitationsMax() > 0],
    [dataPath, words.data, true],
    [membersPath, members.staff.link, isStaff],
  ]
  return links
    .filter(([, , isThere]) => isThere)
    .map(([href, label]) => ({ href, label, isCurrent: href === current }))
}
