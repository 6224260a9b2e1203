/** The shapes of blocks in the JSON API. Names are snake case; what is not known is null; times are unix seconds. */
import * as z from 'zod'
import { blockKinds } from '#index/blocks/block'

export const seconds = z.int().min(0)
const count = z.int().min(0)
const share = z.number().min(0).max(1)
export const kindSchema = z.enum(blockKinds)
export const targetSchema = z.string().meta({
  description: 'An address or a network, what peer ids begin with, or an info-hash in hex.',
})
export const targetQuery = z.strictObject({
  kind: kindSchema.default('network'),
  target: targetSchema,
})

export const blockSchema = z
  .object({
    kind: kindSchema,
    target: z.string(),
    reason: z.string(),
    added_at: seconds,
    ends_at: seconds.nullable().meta({ description: 'Null where it does not end by itself.' }),
    added_by: z.string(),
  })
  .meta({ id: 'Block' })

export type BlockJson = z.infer<typeof blockSchema>

export const listSchema = z
  .object({
    kind: kindSchema,
    rules: count.meta({ description: 'Those that have ended included.' }),
    faults: count.meta({ description: 'Lines that are no rules, and were left out.' }),
    first_faults: z.array(z.object({ line: count, problem: z.string() })),
    problem: z.string().nullable().meta({
      description: 'Why the file could not be read the last time; what it said before holds.',
    }),
    read_at: seconds.nullable(),
  })
  .meta({ id: 'BlockList' })

export type BlockListJson = z.infer<typeof listSchema>

export const holdingSchema = z
  .object({
    source: z.enum(['operator', 'list']),
    target: z.string(),
    reason: z.string(),
    ends_at: seconds.nullable(),
    line: count.nullable().meta({ description: 'Of the list.' }),
  })
  .meta({ id: 'BlockInForce' })

export const previewSchema = z
  .object({
    kind: kindSchema,
    target: z.string(),
    blocked_by: holdingSchema.nullable().meta({ description: 'What refuses all of it already.' }),
    torrents: count.nullable().meta({ description: 'With peers that it would hit.' }),
    peers: count
      .nullable()
      .meta({ description: 'In the swarms now; null for a client, which swarms do not know.' }),
    peers_share: share.nullable(),
    announces_share: share.nullable().meta({
      description: 'Of the last hours; null where that is not measured, or not as finely as this.',
    }),
    samples: count.nullable().meta({ description: 'Announces that this share is of.' }),
  })
  .meta({ id: 'BlockPreview' })

export type BlockPreviewJson = z.infer<typeof previewSchema>

const sourceShape = { announces_share: share, refusals_share: share }
export const heaviestSchema = z
  .object({
    samples: count.meta({ description: 'Announces noted, one of 64; older ones count less.' }),
    networks: z.array(z.object({ network: z.string(), ...sourceShape })),
    clients: z.array(z.object({ client: z.string(), ...sourceShape })),
  })
  .meta({ id: 'HeaviestSources' })

export type HeaviestJson = z.infer<typeof heaviestSchema>
