/** The routes of purging: what will go and when, and a run at once, which is for the operator alone. */
import * as z from 'zod'
import type { PurgeRun } from '#index/purge/purge-repository'
import type { ComingPurge, PurgeTorrent } from '#index/purge/purge-torrent'
import { infoHashText } from '#index/torrents/info-hash-text'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { purgeOf, withoutGalleries } from './gallery-parts.ts'

/** Of a list; `waggle purge` shows all of it. */
const listedMax = 1000
const runsMax = 20

const count = z.int().min(0)
const time = z.int().meta({ description: 'Unix seconds.' })

const purgedSchema = z.object({
  info_hash: z.string(),
  name: z.string(),
  uploader: z.string(),
  cause: z.enum(['unseeded', 'expunged']),
  seeded_at: time.nullable().meta({ description: 'Null where nobody was ever seen seeding it.' }),
})

const comingSchema = purgedSchema
  .extend({ purge_at: time.meta({ description: 'If nobody seeds it, and the tracker stays up.' }) })
  .meta({ id: 'ComingPurge' })

function purgedJson(torrent: PurgeTorrent): z.output<typeof purgedSchema> {
  const { infoHash, name, uploader, cause, seededAt = null } = torrent
  return {
    info_hash: infoHashText(infoHash),
    name,
    uploader: uploader.name,
    cause,
    seeded_at: seededAt,
  }
}

function comingJson(torrent: ComingPurge): z.output<typeof comingSchema> {
  return { ...purgedJson(torrent), purge_at: torrent.purgeAt }
}

const runSchema = z.object({
  at: time,
  actor: z.string(),
  force: z.boolean(),
  warned: count,
  purged: count,
  forgotten: count,
  capped: z.boolean(),
  ended_at: time.nullable().meta({ description: 'Null where it was cut short.' }),
})

function runJson(run: PurgeRun): z.output<typeof runSchema> {
  const { at, actor, isForced, warned, purged, forgotten, isCapped, endedAt = null } = run
  const done = { warned, purged, forgotten, capped: isCapped, ended_at: endedAt }
  return { at, actor, force: isForced, ...done }
}

export const listPurges = defineRoute({
  id: 'listPurges',
  method: 'GET',
  path: '/purge',
  access: 'torrents:read',
  summary: 'Lists what will be purged, and the last runs',
  description:
    'Torrents that nobody seeds, from their first warning on, and those that were expunged; a thousand of each.',
  statuses: { 200: 'What will be purged, and when.' },
  problems: { 409: withoutGalleries },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: z.object({
    unseeded: z.array(comingSchema),
    expunged: z.array(comingSchema),
    runs: z.array(runSchema),
  }),
  handle: async ({ parts }) => {
    const purge = purgeOf(parts)
    const unseeded = await purge.coming('unseeded', undefined, listedMax)
    const expunged = await purge.coming('expunged', undefined, listedMax)
    const runs = await purge.runs(runsMax)
    return {
      status: 200,
      body: {
        unseeded: unseeded.map(comingJson),
        expunged: expunged.map(comingJson),
        runs: runs.map(runJson),
      },
    }
  },
})

export const runPurge = defineRoute({
  id: 'runPurge',
  method: 'POST',
  path: '/purge',
  access: 'operator',
  summary: 'Purges what was expunged and what nobody seeds',
  description:
    'Warns members and purges as the run of every day does: a part of what is due, unless it is forced. What was purged can be restored for 30 days.',
  statuses: { 200: 'What was done, or with `dry_run` what would be.' },
  problems: { 409: withoutGalleries },
  params: nothing,
  query: nothing,
  body: z.strictObject({ dry_run: z.boolean().default(false), force: z.boolean().default(false) }),
  answer: z
    .object({
      dry_run: z.boolean(),
      force: z.boolean(),
      warned: count.meta({ description: 'Torrents of which members are warned.' }),
      purged: count,
      capped: z.boolean().meta({ description: 'More are due; the next run takes them.' }),
      forgotten: count.meta({
        description: 'Purged more than 30 days ago, and their files deleted for good.',
      }),
      torrents: z
        .array(purgedSchema)
        .meta({ description: 'Those that were purged, the first thousand.' }),
    })
    .meta({ id: 'PurgeReport' }),
  handle: async ({ body, parts, actor }) => {
    const wanted = { isDryRun: body.dry_run, isForced: body.force, actor }
    const report = await purgeOf(parts).run(wanted)
    const { isDryRun, isForced, isCapped, torrents, ...counts } = report
    return {
      status: 200,
      body: {
        ...counts,
        dry_run: isDryRun,
        force: isForced,
        capped: isCapped,
        torrents: torrents.map(purgedJson),
      },
    }
  },
})
