/** The routes that register a torrent, and those that tell of registered ones. */
import * as z from 'zod'
import { metainfoBytesMax } from '#base/limits'
import { isWithheld } from '#index/galleries/gallery-torrent'
import { readInfoHash } from '#index/torrents/info-hash-text'
import { readTorrentFile } from '#index/torrents/read-torrent-file'
import type { Registration } from '#index/torrents/registration'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { digits } from './digits.ts'
import { refuseWithoutGallery } from './gallery-parts.ts'
import { isStaff } from './is-staff.ts'
import type { RouteAnswer, RouteCall } from './route.ts'
import { registrationOfJson, torrentJson } from './torrent-json.ts'
import {
  fileSchema,
  infoHashParams,
  pageMax,
  registrationSchema,
  torrentSchema,
  torrentStates,
} from './torrent-schemas.ts'

/** A .torrent file as it is; RFC 6838 has no type for it, and this is the one in use. */
export const torrentFileType = 'application/x-bittorrent'

const unknown = 'No such torrent is registered.'

const addedSchema = z
  .object({ outcome: z.enum(['added', 'known', 'restored']), torrent: torrentSchema })
  .meta({ id: 'AddedTorrent' })

export const addTorrent = defineRoute({
  id: 'addTorrent',
  method: 'POST',
  path: '/torrents',
  access: 'torrents:write',
  summary: 'Registers a torrent',
  description: [
    'Takes what is known of a torrent as JSON, or a .torrent file as it is. A torrent that is registered already is',
    '`known` and stays unchanged; one that was removed is `restored`. It may be announced once this is answered.',
  ].join(' '),
  statuses: { 201: 'It was added.', 200: 'It was known, or restored.' },
  problems: {
    409: 'The tracker has no room for more torrents, or takes them for galleries only.',
    422: 'The torrent, or the file, cannot be registered.',
  },
  params: nothing,
  query: z.strictObject({
    name: z.string().optional().meta({ description: 'Takes the place of the name in the file.' }),
  }),
  body: registrationSchema,
  bodyBytesMax: metainfoBytesMax,
  binaryType: torrentFileType,
  answer: addedSchema,
  handle: async (call) => await addOne(call, registrationOfJson(call.body)),
  handleBinary: async (call) => await addOne(call, readTorrentFile(call.body, call.query.name)),
})

async function addOne(
  {
    parts,
    actor,
    memberId,
  }: Pick<RouteCall<unknown, unknown, unknown>, 'parts' | 'actor' | 'memberId'>,
  registration: Registration,
): Promise<RouteAnswer<z.infer<typeof addedSchema>>> {
  refuseWithoutGallery(parts)
  const isToStaff = await isStaff({ parts, memberId })
  const [result] = await parts.torrents.register([registration], actor)
  if (result === undefined) throw new Error('one registration gave no outcome')
  if (result.outcome === 'refused') throw result.error
  const { outcome, torrent } = result
  const body = { outcome, torrent: torrentJson(torrent, isToStaff) }
  return { status: outcome === 'added' ? 201 : 200, body }
}

export const listTorrents = defineRoute({
  id: 'listTorrents',
  method: 'GET',
  path: '/torrents',
  access: 'torrents:read',
  summary: 'Lists torrents, a page at a time',
  description: 'The next page is had with `after` set to the `next` of this one.',
  statuses: { 200: 'A page; `next` is null on the last one.' },
  problems: { 422: '`after` is not the `next` of a page in the same order.' },
  params: nothing,
  query: z.strictObject({
    state: z.enum([...torrentStates, 'all']).default('live'),
    search: z.string().default('').meta({
      description:
        'Words of the name, all of them; "words in quotes" stand together, -word is not there, wor* begins a word. A torrent of a gallery is found by its gallery and its files, too, unless those are withheld.',
    }),
    order: z.enum(['added', 'name', 'size', 'seeders', 'leechers', 'completed']).default('added'),
    direction: z.enum(['ascending', 'descending']).default('descending'),
    after: z.string().optional(),
    limit: digits(z.int().min(1).max(pageMax)).default(100),
  }),
  body: noBody,
  answer: z.object({ torrents: z.array(torrentSchema), next: z.string().nullable() }),
  handle: async ({ query, parts, memberId }) => {
    const { state, search, order, direction, after, limit } = query
    const isDescending = direction === 'descending'
    const page = await parts.torrents.list({ state, search, order, isDescending, after, limit })
    const isToStaff = await isStaff({ parts, memberId })
    const torrents = page.torrents.map((torrent) => torrentJson(torrent, isToStaff))
    return { status: 200, body: { torrents, next: page.next ?? null } }
  },
})

export const findTorrent = defineRoute({
  id: 'findTorrent',
  method: 'GET',
  path: '/torrents/{info_hash}',
  access: 'torrents:read',
  summary: 'Tells about one torrent',
  description: 'Banned and removed ones too, by either info-hash.',
  statuses: { 200: 'The torrent.' },
  problems: { 404: unknown },
  params: infoHashParams,
  query: nothing,
  body: noBody,
  answer: torrentSchema,
  handle: async ({ params, parts, memberId }) => {
    const torrent = await parts.torrents.find(readInfoHash(params.info_hash))
    return { status: 200, body: torrentJson(torrent, await isStaff({ parts, memberId })) }
  },
})

export const listTorrentFiles = defineRoute({
  id: 'listTorrentFiles',
  method: 'GET',
  path: '/torrents/{info_hash}/files',
  access: 'torrents:read',
  summary: 'Lists the files of a torrent',
  description:
    'None where the torrent was registered without its .torrent file. Those of a torrent of a gallery that was removed or banned are for the staff.',
  statuses: { 200: 'The files, in the order of the torrent.' },
  problems: { 404: unknown },
  params: infoHashParams,
  query: nothing,
  body: noBody,
  answer: z.object({ files: z.array(fileSchema) }),
  handle: async ({ params, parts, memberId }) => {
    const hash = readInfoHash(params.info_hash)
    const torrent = await parts.torrents.find(hash)
    const isOpen = torrent.announceId === undefined || !isWithheld(torrent)
    const isShown = isOpen || (await isStaff({ parts, memberId }))
    const files = isShown ? await parts.torrents.files(hash) : []
    const body = { files: files.map(({ path, sizeBytes }) => ({ path, size_bytes: sizeBytes })) }
    return { status: 200, body }
  },
})
