/** Keeps everybody who does not look after the whole site from a page, and says so. */
import { mayDo } from '#index/members/role'
import type { RequireMember } from '../account/require-member.ts'
import { sendMessagePage } from '../account/send-message-page.ts'
import { memberOf } from '../gallery/gallery-visitor.ts'
import type { Texts } from '../texts/texts.ts'
import type { ModerationParts } from './moderation-options.ts'
import { moderationPath } from './paths.ts'

type Refused = {
  readonly title: string
  readonly what: string
  readonly why: string
  readonly action: string
}

/** A hook for routes. */
export function requireAdministrator(
  { requireMember, shell }: Pick<ModerationParts, 'requireMember' | 'shell'>,
  refusedOf: (texts: Texts) => Refused,
): RequireMember {
  return async (request, reply) => {
    const sent = await requireMember(request, reply)
    if (sent !== undefined || mayDo(memberOf(request).role, 'administer')) return sent
    const { action, ...words } = refusedOf(shell().texts)
    const message = { ...words, action: { href: moderationPath, label: action } }
    return sendMessagePage(reply, shell, message, 403)
  }
}
