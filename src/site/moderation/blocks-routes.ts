/** Where administrators block networks, clients and info-hashes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { blockKinds } from '#index/blocks/block'
import { BlockError } from '#index/blocks/block-error'
import { mayDo } from '#index/members/role'
import type { RequireMember } from '../account/require-member.ts'
import { sendMessagePage } from '../account/send-message-page.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { actorOf, memberOf } from '../gallery/gallery-visitor.ts'
import { queryText } from '../registered/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { type BlocksState, blocksPage } from './blocks-page.ts'
import { untilOf } from './decision-fields.ts'
import { moderationFault } from './moderation-fault.ts'
import type { ModerationParts } from './moderation-options.ts'
import { blocksPath, moderationPath, removeBlockPath } from './paths.ts'
import { staffLine } from './staff-line.ts'

export function blocksRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const onRequest = requireAdministrator(parts)
  const changing = { onRequest, config: formLimit }
  site.get(blocksPath, { onRequest }, (request, reply) => {
    const done = (['added', 'removed'] as const).find(
      (one) => one === queryText(request.query, 'done'),
    )
    return sendBlocks(request, reply, parts, { done })
  })
  site.post(blocksPath, changing, async (request, reply) => {
    const { body } = request
    const until = untilOf(queryText(body, 'until'), parts.clock.nowSeconds())
    const reason = queryText(body, 'reason')?.trim() ?? ''
    try {
      parts.blocks.add({ ...targetOf(body), reason, endsAt: until }, actorOf(request))
      return await reply.redirect(`${blocksPath}?done=added`, 303)
    } catch (error) {
      return await sendBlocks(request, reply, parts, { problem: moderationFault(error) })
    }
  })
  site.post(removeBlockPath, changing, async (request, reply) => {
    const { kind, target } = targetOf(request.body)
    try {
      parts.blocks.remove(kind, target)
    } catch (error) {
      // Sent twice, it was done the first time.
      const isDone = error instanceof BlockError && error.code === 'unknown_block'
      if (!isDone)
        return await sendBlocks(request, reply, parts, { problem: moderationFault(error) })
    }
    return await reply.redirect(`${blocksPath}?done=removed`, 303)
  })
}

function targetOf(body: unknown) {
  const kind = blockKinds.find((one) => one === queryText(body, 'kind')) ?? 'network'
  return { kind, target: queryText(body, 'target')?.trim() ?? '' } as const
}

async function sendBlocks(
  request: FastifyRequest,
  reply: FastifyReply,
  { blocks, members, clock, shell }: ModerationParts,
  { done, problem }: Partial<Pick<BlocksState, 'done' | 'problem'>>,
): Promise<FastifyReply> {
  const made = shell(request)
  const { body } = request
  const own = blocks.own()
  const sent = {
    kind: queryText(body, 'kind'),
    target: queryText(body, 'target'),
    reason: queryText(body, 'reason'),
    until: queryText(body, 'until'),
  }
  const page = blocksPage(made, {
    blocks: own,
    sent,
    problem,
    done,
    names: await namesIn(members, own),
    filters: staffLine(made.texts, request, blocksPath),
    nowSeconds: clock.nowSeconds(),
  })
  return sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}

const memberForm = /^member (\d{1,15})$/

async function namesIn(
  members: ModerationParts['members'],
  blocks: BlocksState['blocks'],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const label of new Set(blocks.map(({ addedBy }) => addedBy))) {
    const id = memberForm.exec(label)?.[1]
    const member = id === undefined ? undefined : await members.findById(Number(id))
    if (member !== undefined) names.set(label, member.name)
  }
  return names
}

/** A hook for routes: whoever may not is told so. */
function requireAdministrator({ requireMember, shell }: ModerationParts): RequireMember {
  return async (request, reply) => {
    const sent = await requireMember(request, reply)
    if (sent !== undefined || mayDo(memberOf(request).role, 'administer')) return sent
    const { action, ...words } = shell().texts.moderation.blocks.refused
    const message = { ...words, action: { href: moderationPath, label: action } }
    return sendMessagePage(reply, shell, message, 403)
  }
}
