/** The shapes of torrents in the JSON API. Names are snake case; what is not known is null; times are unix seconds. */
import * as z from 'zod'
import { completedMax } from '#base/limits'

/** Torrents in one call of the bulk route, and on one page of a list. */
export const bulkMax = 1000
export const pageMax = 1000

const seconds = z.int().min(0)
const count = z.int().min(0)

export const infoHashSchema = z
  .string()
  .regex(/^(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/, 'must be 40 hex digits, or 64 of version 2')
  .meta({ description: 'Info-hash in hex: 40 digits, or the 64 of version 2 (BEP 52).' })

export const infoHashParams = z.strictObject({ info_hash: infoHashSchema })

export const torrentStates = ['live', 'banned', 'removed'] as const

export const torrentSchema = z
  .object({
    id: z.int(),
    info_hash: z.string().meta({
      description: '40 hex digits; of a torrent of version 2 only, the first 40 of `info_hash_v2`.',
    }),
    info_hash_v2: z.string().nullable().meta({ description: '64 hex digits (BEP 52).' }),
    name: z.string(),
    state: z.enum(torrentStates).meta({
      description:
        'Only a live torrent may be announced. A removed one can be restored for 30 days.',
    }),
    size_bytes: count.nullable(),
    piece_length_bytes: count.nullable(),
    file_count: count.nullable(),
    private: z.boolean().meta({ description: 'BEP 27.' }),
    pinned: z.boolean().meta({ description: 'Housekeeping leaves it alone.' }),
    added_at: seconds,
    announced_at: seconds.nullable().meta({ description: 'When somebody last announced it.' }),
    completed: count.meta({ description: 'Downloads that were completed, as far as counted.' }),
    seeders: count.meta({ description: 'As the tracker last wrote them down.' }),
    leechers: count,
    ban: z
      .object({
        reason: z.string().nullable().meta({
          description: 'Null where it is not public and the caller is not of the staff.',
        }),
        public: z.boolean().meta({ description: 'Clients are told the reason.' }),
        banned_at: seconds,
      })
      .nullable(),
    removal: z
      .object({
        by: z.enum(['operator', 'housekeeping']),
        reason: z.string(),
        removed_at: seconds,
      })
      .nullable(),
  })
  .meta({ id: 'Torrent' })

export type TorrentJson = z.infer<typeof torrentSchema>

export const fileSchema = z
  .object({
    path: z.string().meta({ description: 'Components joined with `/`.' }),
    size_bytes: count,
  })
  .meta({ id: 'TorrentFile' })

/** The limits of names, paths and reasons are those of the torrents; here are shapes alone. */
export const registrationSchema = z
  .strictObject({
    info_hash: infoHashSchema,
    info_hash_v2: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
      .optional()
      .meta({ description: 'Of a hybrid torrent, which is announced under both (BEP 52).' }),
    name: z.string().meta({ description: 'One line of at most 255 bytes.' }),
    size_bytes: count.optional(),
    piece_length_bytes: count.optional(),
    private: z.boolean().optional(),
    files: z.array(fileSchema).optional(),
    completed: count.max(completedMax).optional().meta({
      description: 'Downloads that another tracker counted before.',
    }),
    added_at: seconds.optional().meta({ description: 'Now, where it is left out.' }),
    ban: z
      .strictObject({ reason: z.string(), public: z.boolean().default(true) })
      .optional()
      .meta({
        description: 'Registers it banned; a torrent that is known already stays as it is.',
      }),
  })
  .meta({ id: 'Registration' })

export type RegistrationJson = z.infer<typeof registrationSchema>
