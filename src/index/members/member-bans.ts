/**
 * Keeping members out for a reason, for a time or until it is lifted. The tracker refuses their keys at once. A ban that
 * ends needs nobody: whether it holds is a matter of time wherever it is asked, and `endBans` tells the tracker.
 */
import { memberReasonCharactersMax } from '#base/limits'
import type { Member } from './member.ts'
import type { MemberBan } from './member-ban.ts'
import { standingOf } from './member-changes.ts'
import { MemberError } from './member-error.ts'
import { memberNameKey } from './member-name.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'

export type NewBan = Pick<MemberBan, 'reason' | 'isPublic' | 'until'>

/** `actor` is who does it, for the audit log. All reject with MemberError and StorageError. */
export type MemberBans = {
  /** In place of an earlier one. Logs the member out everywhere. */
  readonly ban: (name: string, ban: NewBan, actor: string) => Promise<Member>
  /** One who is not banned stays as they are; so does, where `only` is given, one who has another ban. */
  readonly unban: (name: string, actor: string, only?: MemberBan) => Promise<Member>
  /**
   * Takes away the bans whose end has come; how many they were. To be called every minute. One that was made anew meanwhile
   * stays.
   */
  readonly endBans: () => Promise<number>
}

const endedAtOnceMax = 1000

export function createMemberBans(parts: MemberParts): MemberBans {
  const { members, clock } = parts
  return {
    ban: async (name, { reason, isPublic, until }, actor) => {
      const [member, at] = [await find(parts, name), clock.nowSeconds()]
      const ban = { reason: checkedReason(reason), isPublic, at, until }
      if (until !== undefined && until <= at) throw invalidEnd
      const changed = (await members.setBan(member.id, ban)) ?? member
      tell(parts, changed)
      await log(parts, changed, actor, 'member.ban', ban.reason)
      return changed
    },
    unban: async (name, actor, only) => {
      const member = await find(parts, name)
      if (member.ban === undefined) return member
      const changed =
        only === undefined ? members.setBan(member.id, undefined) : members.liftBan(member.id, only)
      return (await lifted(parts, await changed, actor)) ?? member
    },
    endBans: async () => {
      const ended = await members.withEndedBan(clock.nowSeconds(), endedAtOnceMax)
      let count = 0
      for (const { id, ban } of ended) {
        const changed = ban && (await members.liftBan(id, ban))
        if ((await lifted(parts, changed, 'housekeeping')) !== undefined) count++
      }
      return count
    },
  }
}

function tell({ changes, clock }: MemberParts, member: Member): void {
  changes.changed({ memberId: member.id, ...standingOf(member, clock.nowSeconds()) })
}

/** Of a member whose ban was lifted; undefined where it was not. */
async function lifted(
  parts: MemberParts,
  changed: Member | undefined,
  actor: string,
): Promise<Member | undefined> {
  if (changed === undefined) return undefined
  tell(parts, changed)
  await log(parts, changed, actor, 'member.unban', '')
  return changed
}

async function find({ members }: MemberParts, name: string): Promise<Member> {
  const member = await members.find(memberNameKey(name))
  if (member !== undefined) return member
  throw new MemberError('unknown_member', `there is no member ${name}; list them to see all`)
}

/** Throws MemberError. */
function checkedReason(given: string): string {
  const reason = given.trim()
  const isLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(reason)
  if (reason !== '' && reason.length <= memberReasonCharactersMax && isLine) return reason
  throw new MemberError(
    'invalid_reason',
    `the reason must be one line of at most ${memberReasonCharactersMax} characters; say why`,
  )
}

async function log(
  { audit, clock }: MemberParts,
  member: Member,
  actor: string,
  action: string,
  detail: string,
): Promise<void> {
  const target = memberLabel(member)
  await audit.append([{ at: clock.nowSeconds(), actor, action, target, detail }])
}

const invalidEnd = new MemberError('invalid_end', 'the ban would be over already; name a later end')
