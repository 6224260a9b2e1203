/** The key of a member's torrents: shown, and made anew. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Member } from '#index/members/member'
import { torrentKeyDigest } from '#index/members/torrent-key'
import { formLimit } from '../server/visitor-limits.ts'
import type { AccountParts } from './account-parts.ts'
import { keyPage, newKeyPage } from './key-page.ts'
import { memberOf } from './member-hook.ts'
import { keyPath } from './paths.ts'
import { requireMember } from './require-member.ts'
import { sendPrivatePage } from './send-private-page.ts'

const keyForm = z.object({ mark: z.string().catch('') })

export function keyRoutes(site: FastifyInstance, parts: AccountParts): void {
  const onRequest = requireMember(parts)
  site.get(keyPath, { onRequest }, (request, reply) => sendKey(request, reply, parts))
  site.post(keyPath, { onRequest, config: formLimit }, async (request, reply) => {
    const { members, shell } = parts
    const { member } = memberOf(request)
    const before = await members.torrentKeyOf(member)
    const { mark } = keyForm.parse(request.body ?? {})
    // The form was sent before, perhaps because its page was loaded again.
    if (mark !== markOf(before))
      return await sendKey(request, reply, parts, shell().texts.members.key.stale)
    const after = await members.resetTorrentKey(member)
    const keys = { before: userPartOf(member, before), after: userPartOf(member, after) }
    return sendPrivatePage(reply, newKeyPage(request, parts, keys))
  })
}

async function sendKey(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
  problem?: string,
): Promise<FastifyReply> {
  const { members, clock } = parts
  const { member } = memberOf(request)
  const key = await members.torrentKeyOf(member)
  const page = keyPage(request, parts, {
    userPart: userPartOf(member, key),
    mark: markOf(key),
    resets: await members.keyResetsOf(member),
    nowSeconds: clock.nowSeconds(),
    problem,
  })
  return sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}

/** What stands in the path of announce addresses for a member. */
function userPartOf({ id }: Member, key: string): string {
  return `${id}x${key}`
}

function markOf(key: string): string {
  return Buffer.from(torrentKeyDigest(key)).toString('hex').slice(0, 16)
}
