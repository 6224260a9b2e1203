/** Who may ban whom: those who moderate are kept out by administrators alone, and nobody by themselves. */
import type { Member } from './member.ts'
import { mayDo } from './role.ts'

type Ranked = Pick<Member, 'id' | 'role'>

export function mayKeepOut(by: Ranked, member: Ranked): boolean {
  if (member.id === by.id || !mayDo(by.role, 'moderate')) return false
  return !mayDo(member.role, 'moderate') || mayDo(by.role, 'administer')
}
