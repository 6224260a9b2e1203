/**
 * The routes about who is blocked: the operator's own blocks, the lists, what a block would hit, and who sends most.
 * They need no database, so every mode has them.
 */
import * as z from 'zod'
import { blockReasonBytesMax } from '#base/limits'
import type { BlockParts } from './api-parts.ts'
import { blockJson, listJson, previewJson, sharesOf } from './block-json.ts'
import {
  blockSchema,
  heaviestSchema,
  kindSchema,
  listSchema,
  previewSchema,
  seconds,
  targetQuery,
  targetSchema,
} from './block-schemas.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { digits } from './digits.ts'
import type { Route, RouteAnswer, RouteOptions } from './route.ts'

export const addBlock = defineBlockRoute({
  id: 'addBlock',
  method: 'POST',
  path: '/blocks',
  access: 'blocks:write',
  summary: 'Blocks a network, a client or an info-hash',
  description:
    'Their announces are refused once this is answered. A block of the same target is changed.',
  statuses: { 200: 'The block, which was there and is changed.', 201: 'The block.' },
  problems: {
    409: 'There are too many, or this tracker denies no info-hashes.',
    422: 'The target, the reason or the end cannot be.',
  },
  params: nothing,
  query: nothing,
  body: z.strictObject({
    kind: kindSchema.default('network'),
    target: targetSchema,
    reason: z.string().meta({
      description: `One line of at most ${blockReasonBytesMax} bytes, for whoever looks later; clients are not told.`,
    }),
    ends_at: seconds.nullable().default(null),
  }),
  answer: blockSchema,
  handle: async ({ body, parts, actor }) => {
    const { ends_at: endsAt, ...given } = body
    const { outcome, block } = parts.blocks.add({ ...given, endsAt: endsAt ?? undefined }, actor)
    await parts.noteBlock?.(block, outcome, actor)
    return await answered(outcome === 'added' ? 201 : 200, blockJson(block))
  },
})

export const listBlocks = defineBlockRoute({
  id: 'listBlocks',
  method: 'GET',
  path: '/blocks',
  access: 'blocks:read',
  summary: 'Lists the blocks that were made one by one',
  description: 'In the order in which they were made. What lists say is not among them.',
  statuses: { 200: 'All that have not ended.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: z.object({ blocks: z.array(blockSchema) }),
  handle: ({ parts }) => answered(200, { blocks: parts.blocks.own().map(blockJson) }),
})

export const removeBlock = defineBlockRoute({
  id: 'removeBlock',
  method: 'DELETE',
  path: '/blocks',
  access: 'blocks:write',
  summary: 'Lifts a block',
  description: 'Announces are answered again with the next one, unless another rule refuses them.',
  statuses: { 200: 'The block that held.' },
  problems: { 404: 'There is no such block.', 409: 'A list has it.' },
  params: nothing,
  query: targetQuery,
  body: noBody,
  answer: blockSchema,
  handle: async ({ query, parts, actor }) => {
    const block = parts.blocks.remove(query.kind, query.target)
    await parts.noteBlock?.(block, 'removed', actor)
    return await answered(200, blockJson(block))
  },
})

export const listBlockLists = defineBlockRoute({
  id: 'listBlockLists',
  method: 'GET',
  path: '/blocks/lists',
  access: 'blocks:read',
  summary: 'Tells of the lists that the configuration names',
  description: 'How many rules they have, and which lines could not be read.',
  statuses: { 200: 'The lists.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: z.object({ lists: z.array(listSchema) }),
  handle: ({ parts }) => answered(200, { lists: parts.blocks.lists().map(listJson) }),
})

export const previewBlock = defineBlockRoute({
  id: 'previewBlock',
  method: 'GET',
  path: '/blocks/preview',
  access: 'blocks:read',
  summary: 'Tells what a block would hit now',
  description: 'Goes over all peers for a network, which takes a moment in large swarms.',
  statuses: { 200: 'What it would hit; nothing is changed.' },
  problems: { 409: 'No tracker runs (command line only).' },
  params: nothing,
  query: targetQuery,
  body: noBody,
  answer: previewSchema,
  handle: async ({ query, parts }) =>
    await answered(200, previewJson(await parts.blocks.preview(query.kind, query.target))),
})

export const heaviestSources = defineBlockRoute({
  id: 'heaviestSources',
  method: 'GET',
  path: '/blocks/heaviest',
  access: 'blocks:read',
  summary: 'Tells which networks and clients send most',
  description:
    'As shares of the announces and of the refusals of the last hours, for networks of 256 IPv4 addresses or 48 bits of IPv6. No addresses are kept.',
  statuses: { 200: 'The heaviest first.' },
  problems: { 409: 'It is not measured (`blocks.measure`).' },
  params: nothing,
  query: z.strictObject({ limit: digits(z.int().min(1).max(256)).default(20) }),
  body: noBody,
  answer: heaviestSchema,
  handle: ({ query, parts }) => {
    const networks = parts.blocks.sources('network')
    return answered(200, {
      samples: networks.samples,
      networks: sharesOf(networks, query.limit).map(({ text, ...shares }) => ({
        network: text,
        ...shares,
      })),
      clients: sharesOf(parts.blocks.sources('client'), query.limit).map(({ text, ...shares }) => ({
        client: text,
        ...shares,
      })),
    })
  },
})

function defineBlockRoute<Params, Query, Body, Answer>(
  options: RouteOptions<Params, Query, Body, Answer, BlockParts>,
): Route<Answer, BlockParts> {
  return defineRoute(options)
}

function answered<Body>(status: 200 | 201, body: Body): Promise<RouteAnswer<Body>> {
  return Promise.resolve({ status, body })
}
