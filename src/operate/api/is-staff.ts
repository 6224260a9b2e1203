/** Whether a caller is one of those who look after the site: the operator, or a member who moderates. */
import { mayDo } from '#index/members/role'
import type { ApiParts } from './api-parts.ts'
import type { RouteCall } from './route.ts'

type Caller<Parts> = {
  readonly parts: Parts
  readonly memberId: RouteCall<unknown, unknown, unknown>['memberId']
}

export async function isStaff({
  parts,
  memberId,
}: Caller<Pick<ApiParts, 'members'>>): Promise<boolean> {
  if (memberId === undefined) return true
  const member = await parts.members.findById(memberId)
  return member !== undefined && mayDo(member.role, 'moderate')
}

/** What JSON is made from that has links in it, and more for the staff than for others. */
export async function placeOf<Parts extends Pick<ApiParts, 'members'>>({
  parts,
  memberId,
}: Caller<Parts>): Promise<Parts & { readonly isToStaff: boolean }> {
  return { ...parts, isToStaff: await isStaff({ parts, memberId }) }
}
