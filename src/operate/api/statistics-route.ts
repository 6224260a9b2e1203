/** The numbers of the tracker and its catalogue. It answers while the database is away, and says so. */
import * as z from 'zod'
import { StorageError } from '#index/storage/storage-error'
import type { TorrentCounts } from '#index/torrents/torrent-repository'
import type { ApiParts, LiveNumbers } from './api-parts.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'

const count = z.int().min(0)

const statisticsSchema = z
  .object({
    torrents: z
      .object({ live: count, banned: count, removed: count, pinned: count })
      .nullable()
      .meta({ description: 'Registered torrents; null while the database is away.' }),
    tracker: z
      .object({
        torrents: count.meta({ description: 'With peers now.' }),
        seeders: count,
        leechers: count,
        announces: count.meta({ description: 'Announces understood since the start.' }),
        uptime_seconds: count,
      })
      .nullable()
      .meta({ description: 'The tracker now; null where none runs (command line only).' }),
    database: z.object({
      engine: z.enum(['sqlite', 'postgres']),
      state: z.enum(['ok', 'away']),
    }),
  })
  .meta({ id: 'Statistics' })

type Statistics = z.infer<typeof statisticsSchema>

export const statistics = defineRoute({
  id: 'statistics',
  method: 'GET',
  path: '/statistics',
  access: 'statistics:read',
  summary: 'Counts torrents, peers and announces',
  description: 'Answered from memory and one query; it may be asked every few seconds.',
  statuses: { 200: 'The numbers of this moment.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: statisticsSchema,
  handle: async ({ parts }) => {
    const torrents = await countsOf(parts)
    const live = parts.live()
    const tracker = live === undefined ? null : trackerJson(live)
    const { engine, state } = parts.database
    const isGood = torrents !== null && state() === 'ok'
    const database = { engine, state: isGood ? 'ok' : 'away' } as const
    return { status: 200, body: { torrents, tracker, database } }
  },
})

async function countsOf({ torrents }: ApiParts): Promise<TorrentCounts | null> {
  try {
    return await torrents.counts()
  } catch (error) {
    if (error instanceof StorageError) return null
    throw error
  }
}

function trackerJson({ uptimeSeconds, ...numbers }: LiveNumbers): Statistics['tracker'] {
  return { ...numbers, uptime_seconds: uptimeSeconds }
}
