/** Where administrators block networks, clients and info-hashes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { blockKinds } from '#index/blocks/block'
import { BlockError } from '#index/blocks/block-error'
import { noteBlock } from '#index/blocks/note-block'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { actorOf } from '../gallery/gallery-visitor.ts'
import { queryText } from '../server/query-text.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { type BlocksState, blocksPage } from './blocks-page.ts'
import { untilOf } from './decision-fields.ts'
import { moderationFault } from './moderation-fault.ts'
import type { ModerationParts } from './moderation-options.ts'
import { blocksPath, removeBlockPath } from './paths.ts'
import { requireAdministrator } from './require-administrator.ts'
import { staffLine } from './staff-line.ts'

export function blocksRoutes(site: FastifyInstance, parts: ModerationParts): void {
  const onRequest = requireAdministrator(parts, ({ moderation }) => moderation.blocks.refused)
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
      const given = { ...targetOf(body), reason, endsAt: until }
      const { outcome, block } = parts.blocks.add(given, actorOf(request))
      await noteBlock(block, outcome, actorOf(request), parts)
      return await reply.redirect(`${blocksPath}?done=added`, 303)
    } catch (error) {
      return await sendBlocks(request, reply, parts, { problem: moderationFault(error) })
    }
  })
  site.post(removeBlockPath, changing, async (request, reply) => {
    const { kind, target } = targetOf(request.body)
    try {
      const block = parts.blocks.remove(kind, target)
      await noteBlock(block, 'removed', actorOf(request), parts)
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
