/** Whether a caller is one of those who look after the site: the operator, or a member who moderates. */
import { mayDo } from '#index/members/role'
import type { ApiParts } from './api-parts.ts'
import type { RouteCall } from './route.ts'

export async function isStaff({
  parts,
  memberId,
}: {
  readonly parts: Pick<ApiParts, 'members'>
  readonly memberId: RouteCall<unknown, unknown, unknown>['memberId']
}): Promise<boolean> {
  if (memberId === undefined) return true
  const member = await parts.members.findById(memberId)
  return member !== undefined && mayDo(member.role, 'moderate')
}
