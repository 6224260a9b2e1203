/**
 * Keeping members out for a reason, for a time or until it is lifted. The tracker refuses their keys at once. A ban that
 * ends needs nobody: whether it holds is a matter of time wherever it is asked, and `endBans` tells the tracker.
 */
import { characterCount } from '#base/character-count'
import { memberReasonCharactersMax } from '#base/limits'
import type { EntriesOf } from '#index/audit/audit-repository'
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
      const log = logOf(parts, actor, 'member.ban', ban.reason)
      const changed = (await members.setBan(member.id, ban, log)) ?? member
      tell(parts, changed)
      return changed
    },
    unban: async (name, actor, only) => {
      const member = await find(parts, name)
      if (member.ban === undefined) return member
      const log = logOf(parts, actor, 'member.unban')
      const changed =
        only === undefined
          ? members.setBan(member.id, undefined, log)
          : members.liftBan(member.id, only, log)
      return lifted(parts, await changed) ?? member
    },
    endBans: async () => {
      const ended = await members.withEndedBan(clock.nowSeconds(), endedAtOnceMax)
      let count = 0
      for (const { id, ban } of ended) {
        const log = logOf(parts, 'housekeeping', 'member.unban')
        const changed = ban && (await members.liftBan(id, ban, log))
        if (lifted(parts, changed) !== undefined) count++
      }
      return count
    },
  }
}

function tell({ changes, clock }: MemberParts, member: Member): void {
  changes.changed({ memberId: member.id, ...standingOf(member, clock.nowSeconds()) })
}

/** Of a member whose ban was lifted; undefined where it was not. */
function lifted(parts: MemberParts, changed: Member | undefined): Member | undefined {
  if (changed !== undefined) tell(parts, changed)
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
  const isShort = characterCount(reason) <= memberReasonCharactersMax
  if (reason !== '' && isShort && isLine) return reason
  throw new MemberError(
    'invalid_reason',
    `the reason must be one line of at most ${memberReasonCharactersMax} characters; say why`,
  )
}

function logOf(
  { clock }: MemberParts,
  actor: string,
  action: string,
  detail = '',
): EntriesOf<Member> {
  return (member) => {
    return [{ at: clock.nowSeconds(), actor, action, target: memberLabel(member), detail }]
  }
}

const invalidEnd = new MemberError('invalid_end', 'the ban would be over already; name a later end')
