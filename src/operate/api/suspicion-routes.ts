/** The routes of what staff look at who ask whether somebody cheats: for the operator alone. They change nothing. */
import * as z from 'zod'
import type { StoredSuspicion } from '#index/accounting/suspicion-repository'
import { commonTorrentsMax, createSuspicions, type Suspicions } from '#index/accounting/suspicions'
import { infoHashText } from '#index/torrents/info-hash-text'
import type { ApiParts } from './api-parts.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { galleryTorrentsOf, withoutGalleries } from './gallery-parts.ts'

/** Of each list. */
const listedMax = 100

const count = z.int().min(0)
const time = z.int().meta({ description: 'Unix seconds.' })
const infoHash = z.string().nullable().meta({ description: 'Null where the torrent is gone.' })

const announcesSchema = z
  .object({
    member: z.string(),
    info_hash: infoHash,
    announces: count,
    bytes: count.meta({ description: 'Of all of them.' }),
    most_bytes: count.meta({ description: 'Of one of them.' }),
    most_bytes_in_seconds: count,
    first_at: time,
    last_at: time,
  })
  .meta({ id: 'SuspiciousAnnounces' })

const unbalancedSchema = z
  .object({
    info_hash: infoHash,
    uploaded: count,
    downloaded: count,
    anonymous_completes: count,
    size_bytes: count,
    excess: count.meta({ description: 'What nobody can have received.' }),
    computed_at: time,
  })
  .meta({ id: 'UnbalancedTorrent' })

const common = {
  access: 'operator',
  problems: { 409: withoutGalleries },
  params: nothing,
  query: nothing,
} as const

export const listSuspicions = defineRoute({
  ...common,
  id: 'listSuspicions',
  method: 'GET',
  path: '/suspicions',
  summary: 'Lists what cannot be true, or hardly, of what clients say',
  description:
    'All of it may have innocent reasons, was credited, and has no consequences by itself. Lists end after a hundred.',
  statuses: { 200: 'The newest announces, and the torrents that balance least.' },
  body: noBody,
  answer: z.object({
    rates: z
      .array(announcesSchema)
      .meta({ description: 'Faster than suspicions.bytes_per_second.' }),
    empty: z
      .array(announcesSchema)
      .meta({ description: 'Uploads of seeders while nobody could be seen who downloads.' }),
    unbalanced: z.array(unbalancedSchema),
  }),
  handle: async ({ parts }) => {
    const suspicions = suspicionsOf(parts)
    const page = { after: undefined, limit: listedMax }
    const rates = await suspicions.ofKind('rate', page)
    const empty = await suspicions.ofKind('empty', page)
    const { rows } = await suspicions.unbalanced(page)
    const unbalanced = rows.map((one) => ({
      info_hash: hashOf(one),
      uploaded: one.uploaded,
      downloaded: one.downloaded,
      anonymous_completes: one.anonymousCompletes,
      size_bytes: one.sizeBytes,
      excess: one.excess,
      computed_at: one.computedAt,
    }))
    const [fast, toNobody] = [rates, empty].map((list) => list.rows.map(announcesJson))
    return { status: 200, body: { rates: fast ?? [], empty: toNobody ?? [], unbalanced } }
  },
})

export const findCommonMembers = defineRoute({
  ...common,
  id: 'findCommonMembers',
  method: 'POST',
  path: '/suspicions/common',
  summary: 'Finds members who have all or most of some torrents',
  description: 'Having torrents proves nothing. Up to a hundred members, those with most first.',
  statuses: { 200: 'The members, and which info-hashes are of no torrent here.' },
  body: z.strictObject({ info_hashes: z.array(z.string()).min(1).max(commonTorrentsMax) }),
  answer: z.object({
    least: count.meta({ description: 'So many of the torrents each of the members has.' }),
    members: z.array(z.object({ name: z.string(), torrents: count, completed: count })),
    unknown: z.array(z.string()),
  }),
  handle: async ({ body, parts }) => {
    const { least, members, unknown } = await suspicionsOf(parts).common(body.info_hashes)
    const found = members.map(({ memberName: name, torrents, completed }) => ({
      name,
      torrents,
      completed,
    }))
    return { status: 200, body: { least, members: found, unknown: [...unknown] } }
  },
})

function suspicionsOf(parts: ApiParts): Suspicions {
  const torrents = galleryTorrentsOf(parts)
  return createSuspicions({ repository: parts.database.suspicions, torrents })
}

function announcesJson(one: StoredSuspicion): z.output<typeof announcesSchema> {
  return {
    member: one.memberName,
    info_hash: hashOf(one),
    announces: one.times,
    bytes: one.bytes,
    most_bytes: one.worstBytes,
    most_bytes_in_seconds: one.worstSeconds,
    first_at: one.firstAt,
    last_at: one.lastAt,
  }
}

function hashOf({ torrent }: Pick<StoredSuspicion, 'torrent'>): string | null {
  return torrent === undefined ? null : infoHashText(torrent.infoHash)
}
