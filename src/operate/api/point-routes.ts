/** The routes of members' points: for the operator alone. Members are named in the body, as in `member-routes.ts`. */
import * as z from 'zod'
import { type PointEntry, pointKinds } from '#index/points/point-entry'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { digits } from './digits.ts'

const nameSchema = z.string().meta({ description: 'In any case; accents make no difference.' })
const unknown = 'There is no such member.'
const pageMax = 1000

const balanceSchema = {
  id: z.int().meta({ description: 'Of the member.' }),
  name: z.string(),
  balance: z.int().meta({ description: 'The sum of all entries.' }),
  from_torrents: z.int().meta({ description: 'Of that, for completions of their uploads.' }),
  from_galleries: z.int().meta({ description: 'The same for torrents in their galleries.' }),
}

const entrySchema = z
  .object({
    id: z.int(),
    kind: z.enum(pointKinds),
    amount: z.int().meta({ description: 'Below 0 for points that were taken.' }),
    at: z.int(),
    reason: z.string().meta({ description: 'Of the staff; empty for a completion.' }),
    torrent: z.string().nullable().meta({ description: 'The name of what was completed.' }),
  })
  .meta({ id: 'PointEntry' })

export type PointEntryJson = z.infer<typeof entrySchema>

export const grantPoints = defineRoute({
  id: 'grantPoints',
  method: 'POST',
  path: '/points/grant',
  access: 'operator',
  summary: 'Gives points to a member, or takes them',
  description:
    'The member reads the reason. Sent again with the same `key`, it changes nothing; without one it is a grant of its own each time.',
  statuses: { 200: 'The points that the member has now.' },
  problems: {
    404: unknown,
    409: 'The member has not as many points as are to be taken, the key was used for other points, or the account was deleted.',
    422: 'The amount, the reason or the key cannot be.',
  },
  params: nothing,
  query: nothing,
  body: z.strictObject({
    name: nameSchema,
    amount: z.int().meta({ description: 'Below 0 to take points.' }),
    reason: z.string(),
    key: z.string().optional(),
  }),
  answer: z.object({
    ...balanceSchema,
    is_new: z.boolean().meta({ description: 'False where the key was known.' }),
  }),
  handle: async ({ body, parts, actor }) => {
    const { member, isNew, balance, fromTorrents, fromGalleries } = await parts.points.grant(
      body,
      actor,
    )
    const { id, name } = member
    const sums = { balance, from_torrents: fromTorrents, from_galleries: fromGalleries }
    return { status: 200, body: { id, name, ...sums, is_new: isNew } }
  },
})

export const listPoints = defineRoute({
  id: 'listPoints',
  method: 'GET',
  path: '/points',
  access: 'operator',
  summary: "Lists a member's points, a page at a time",
  description:
    'The newest first. The next page is had with `before` set to the `next` of this one. The points of all entries add up to the balance.',
  statuses: { 200: 'A page; `next` is null on the last one.' },
  problems: { 404: unknown },
  params: nothing,
  query: z.strictObject({
    name: nameSchema,
    before: digits(z.int().min(1)).optional(),
    limit: digits(z.int().min(1).max(pageMax)).default(100),
  }),
  body: noBody,
  answer: z.object({
    ...balanceSchema,
    entries: z.array(entrySchema),
    next: z.int().nullable(),
  }),
  handle: async ({ query: { name: given, before, limit }, parts }) => {
    const { id, name } = await parts.members.findByName(given)
    const { balance, fromTorrents, fromGalleries } = await parts.points.balanceOf(id)
    const { entries, next } = await parts.points.entriesOf(id, { before, limit })
    const sums = { balance, from_torrents: fromTorrents, from_galleries: fromGalleries }
    const page = { entries: entries.map(entryJson), next: next ?? null }
    return { status: 200, body: { id, name, ...sums, ...page } }
  },
})

function entryJson({ id, kind, amount, at, reason, torrent }: PointEntry): PointEntryJson {
  return { id, kind, amount, at, reason, torrent: torrent?.name ?? null }
}
