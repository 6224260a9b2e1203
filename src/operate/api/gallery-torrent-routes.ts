/**
 * The routes that upload torrents to galleries, tell of them and hand out their files. Whoever uploads, or has a personal
 * file, is a member: the one whose token it is, or, of a token that the operator made, the one that is named.
 */
import * as z from 'zod'
import { metainfoBytesMax } from '#base/limits'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { UploadFault } from '#index/galleries/gallery-torrents'
import { memberNameKey } from '#index/members/member-name'
import { readInfoHash } from '#index/torrents/info-hash-text'
import type { ApiParts } from './api-parts.ts'
import { defineRoute, fileAnswer, noBody, nothing } from './define-route.ts'
import { galleryTorrentsOf, withoutGalleries } from './gallery-parts.ts'
import { unknownGallery } from './gallery-routes.ts'
import { galleryParams } from './gallery-schemas.ts'
import { galleryTorrentJson, galleryTorrentSchema } from './gallery-torrent-schemas.ts'
import { placeOf } from './is-staff.ts'
import { Problem } from './problem.ts'
import type { RouteAnswer, RouteCall } from './route.ts'
import { torrentFileType } from './torrent-routes.ts'
import { infoHashParams } from './torrent-schemas.ts'

const unknown = 'There is no such torrent in any gallery.'
const gone = 'The torrent is gone, or this tracker has no galleries.'
const memberSchema = z.string().optional().meta({
  description: 'The name of a member. With a token of a member it is left out, or theirs.',
})

/** The file in base64, and some words. */
const uploadBytesMax = Math.ceil((metainfoBytesMax * 4) / 3) + 64 * 1024

const uploadQuery = z.strictObject({
  uploader: memberSchema,
  comment: z.string().default('').meta({ description: 'What is said of it: plain text.' }),
})

export const uploadTorrent = defineRoute({
  id: 'uploadTorrent',
  method: 'POST',
  path: '/galleries/{id}/torrents',
  access: 'torrents:upload',
  summary: 'Uploads a torrent to a gallery',
  description: [
    'Takes a .torrent file as it is, or in JSON. Its info-hash stays as it is; other trackers in it count for nothing.',
    'It may be announced once this is answered. Statistics are recorded with the personal file only.',
    'With a token of a member it is refused with 429 and the code `flood` beyond limits.uncompleted_uploads.',
  ].join(' '),
  statuses: { 201: 'The torrent.' },
  problems: {
    404: unknownGallery,
    409: 'The torrent is there already, the gallery was removed or has a newer version, the tracker is full, or it has no galleries.',
    422: 'The file cannot be taken, or there is no such member.',
  },
  params: galleryParams,
  query: uploadQuery,
  body: z.strictObject({
    torrent: z.base64().meta({ description: 'The .torrent file in base64.' }),
  }),
  bodyBytesMax: uploadBytesMax,
  binaryType: torrentFileType,
  answer: galleryTorrentSchema,
  handle: async (call) => await upload(call, Buffer.from(call.body.torrent, 'base64')),
  handleBinary: async (call) => await upload(call, call.body),
})

type UploadCall = Pick<
  RouteCall<z.infer<typeof galleryParams>, z.infer<typeof uploadQuery>, unknown>,
  'params' | 'query' | 'parts' | 'actor' | 'memberId'
>

async function upload(
  call: UploadCall,
  bytes: Uint8Array,
): Promise<RouteAnswer<z.infer<typeof galleryTorrentSchema>>> {
  const { params, query, parts, actor, memberId } = call
  const torrents = galleryTorrentsOf(parts)
  const uploaderId = await memberOf(call, 'uploader', query.uploader)
  const isByOperator = memberId === undefined
  const to = { galleryId: params.id, uploaderId, comment: query.comment, isByOperator }
  const [outcome] = await torrents.upload([{ fileName: '', bytes }], to, actor)
  if (outcome === undefined) throw new Error('one file gave no outcome')
  if ('fault' in outcome) throw problemOfFault(outcome.fault, parts)
  const place = await placeOf(call)
  return { status: 201, body: galleryTorrentJson(outcome.torrent, place) }
}

/** Throws Problem where nobody is named, or somebody else than the member whose token it is. */
async function memberOf(
  { parts, memberId }: Pick<UploadCall, 'parts' | 'memberId'>,
  key: string,
  name: string | undefined,
): Promise<number> {
  if (name === undefined) {
    if (memberId !== undefined) return memberId
    throw new Problem(
      422,
      'member_missing',
      `this token is of no member; say who it is with ?${key}=NAME`,
    )
  }
  // A name that is none is of nobody.
  const member = await parts.database.members.find(memberNameKey(name))
  if (member === undefined || member.state !== 'active') throw unknownMember(name)
  if (memberId === undefined || memberId === member.id) return member.id
  throw new Problem(403, 'other_member', `this token is of another member; leave ?${key} out`)
}

function unknownMember(name: string): Problem {
  const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)
  return new Problem(422, 'unknown_member', `there is no member ${shown}; check the name`)
}

const statuses: Readonly<Record<string, 404 | 409 | 429>> = {
  existing: 409,
  no_room: 409,
  unknown_gallery: 404,
  removed_gallery: 409,
  not_current: 409,
  flood: 429,
}

function problemOfFault({ code, message, existing }: UploadFault, parts: ApiParts): Problem {
  const place =
    existing === undefined ? '' : ` ${parts.siteAddress()}${galleryTorrentPath(existing)}`
  return new Problem(statuses[code] ?? 422, code, `${message}${place}`)
}

export const listGalleryTorrents = defineRoute({
  id: 'listGalleryTorrents',
  method: 'GET',
  path: '/galleries/{id}/torrents',
  access: 'torrents:read',
  summary: 'Lists the torrents of a gallery',
  description:
    'Of all its versions, newest first; those that were taken out, banned or replaced are not among them.',
  statuses: { 200: 'Those of the newest version, and the others.' },
  problems: { 404: unknownGallery, 409: withoutGalleries },
  params: galleryParams,
  query: nothing,
  body: noBody,
  answer: z.object({
    current: z.array(galleryTorrentSchema),
    outdated: z.array(galleryTorrentSchema),
  }),
  handle: async (call) => {
    const { current, outdated } = await galleryTorrentsOf(call.parts).window(call.params.id)
    const place = await placeOf(call)
    const body = {
      current: current.map((torrent) => galleryTorrentJson(torrent, place)),
      outdated: outdated.map((torrent) => galleryTorrentJson(torrent, place)),
    }
    return { status: 200, body }
  },
})

export const expungeTorrent = defineRoute({
  id: 'expungeTorrent',
  method: 'POST',
  path: '/torrents/{info_hash}/expunge',
  access: 'torrents:write',
  summary: 'Expunges a torrent of a gallery',
  description:
    'Its announces are refused with the reason. One that is gone already stays so. It can be restored for 30 days.',
  statuses: { 200: 'The torrent with its tombstone.' },
  problems: { 404: unknown, 409: withoutGalleries, 422: 'The reason cannot be shown to clients.' },
  params: infoHashParams,
  query: nothing,
  body: z.strictObject({ reason: z.string().default('').meta({ description: 'One line.' }) }),
  answer: galleryTorrentSchema,
  handle: async (call) => {
    const { params, body, parts, actor } = call
    const torrents = galleryTorrentsOf(parts)
    const { id } = await torrents.find(readInfoHash(params.info_hash))
    const torrent = await torrents.expunge(id, body.reason, actor)
    return { status: 200, body: galleryTorrentJson(torrent, await placeOf(call)) }
  },
})

export const publicTorrentFile = defineRoute({
  id: 'publicTorrentFile',
  method: 'GET',
  path: '/torrents/{info_hash}/file',
  access: 'torrents:read',
  summary: 'Gives the file of a torrent that can be given to others',
  description: 'With the announce addresses of its gallery, which record no statistics.',
  statuses: { 200: 'The .torrent file.' },
  problems: { 404: unknown, 409: gone },
  params: infoHashParams,
  query: nothing,
  body: noBody,
  answer: fileAnswer,
  answerType: torrentFileType,
  handle: async ({ params, parts }) => {
    const torrents = galleryTorrentsOf(parts)
    const torrent = await torrents.find(readInfoHash(params.info_hash))
    return { status: 200, body: await torrents.publicFile(torrent) }
  },
})

export const personalTorrentFile = defineRoute({
  id: 'personalTorrentFile',
  method: 'GET',
  path: '/torrents/{info_hash}/personal-file',
  access: 'torrents:upload',
  summary: 'Gives the personal file of a torrent',
  description:
    'With the announce addresses of a member: whatever is announced with it is theirs. It is for nobody else.',
  statuses: { 200: 'The .torrent file.' },
  problems: { 404: unknown, 409: gone, 422: 'There is no such member.' },
  params: infoHashParams,
  query: z.strictObject({ member: memberSchema }),
  body: noBody,
  answer: fileAnswer,
  answerType: torrentFileType,
  handle: async (call) => {
    const torrents = galleryTorrentsOf(call.parts)
    const torrent = await torrents.find(readInfoHash(call.params.info_hash))
    const memberId = await memberOf(call, 'member', call.query.member)
    return { status: 200, body: await torrents.personalFile(torrent, memberId) }
  },
})
