/**
 * The .torrent files of a torrent: one that may be given to others, at an address that anybody may have, and one for the
 * member who is logged in, whose address says nothing of them. And all of a member's in one archive.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { attachment } from '#base/content-disposition'
import { archivesAtOnceMax } from '#base/limits'
import { findTorrent } from '#index/galleries/find-by-hash'
import { GalleryError } from '#index/galleries/gallery-error'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { TorrentDownload } from '#index/galleries/gallery-torrents'
import { accountPath, archivePath } from '../account/paths.ts'
import { sentence } from '../format/sentence.ts'
import { queryText } from '../server/query-text.ts'
import type { GalleryParts } from './gallery-options.ts'
import { memberOf } from './gallery-visitor.ts'
import { sendGalleryMessage, sendNoTorrent } from './send-gallery-message.ts'
import { sendPersonalFile, sendPublicFile } from './send-torrent-file.ts'

export type DownloadRoutesParts = Pick<GalleryParts, 'torrents' | 'requireMember' | 'shell'>

export function downloadRoutes(site: FastifyInstance, parts: DownloadRoutesParts): void {
  const onRequest = parts.requireMember
  site.get('/get/:announceId/:file', (request, reply) => sendPublic(request, reply, parts))
  site.get('/torrent/:hash/personal.torrent', { onRequest }, (request, reply) =>
    sendPersonal(request, reply, parts),
  )
  const archives = new ArchivesUnderWay()
  site.get(archivePath, { onRequest, exposeHeadRoute: false }, (request, reply) =>
    sendArchive(request, reply, { ...parts, archives }),
  )
}

async function sendPublic(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: DownloadRoutesParts,
): Promise<FastifyReply> {
  const { torrents } = parts
  const [, hash = ''] = /^(.*)\.torrent$/s.exec(queryText(request.params, 'file') ?? '') ?? []
  const torrent = await findTorrent(torrents, hash)
  const isOfGallery = `${torrent?.announceId}` === queryText(request.params, 'announceId')
  if (torrent === undefined || !isOfGallery) return sendNoTorrent(request, reply, parts)
  const file = await unlessGone(torrents.publicFile(torrent))
  if (file instanceof GalleryError) return sendGone(request, reply, parts, { torrent, why: file })
  return sendPublicFile(reply, file)
}

async function sendPersonal(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: DownloadRoutesParts,
): Promise<FastifyReply> {
  const { torrents } = parts
  const torrent = await findTorrent(torrents, queryText(request.params, 'hash') ?? '')
  if (torrent === undefined) return sendNoTorrent(request, reply, parts)
  const file = await unlessGone(torrents.personalFile(torrent, memberOf(request).id))
  if (file instanceof GalleryError) return sendGone(request, reply, parts, { torrent, why: file })
  return sendPersonalFile(reply, file)
}

async function unlessGone(file: Promise<TorrentDownload>): Promise<TorrentDownload | GalleryError> {
  return await file.catch((error: unknown) => {
    if (error instanceof GalleryError && error.code === 'gone_torrent') return error
    throw error
  })
}

function sendGone(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: DownloadRoutesParts,
  { torrent, why }: { readonly torrent: GalleryTorrent; readonly why: GalleryError },
): FastifyReply {
  const { title, action } = parts.shell().texts.downloads.gone
  const what = sentence(why.message)
  const message = { title, what, action: { href: galleryTorrentPath(torrent), label: action } }
  return sendGalleryMessage(request, reply, parts, { message, status: 410 })
}

type ArchiveParts = DownloadRoutesParts & { readonly archives: ArchivesUnderWay }

function sendArchive(
  request: FastifyRequest,
  reply: FastifyReply,
  { archives, ...parts }: ArchiveParts,
): FastifyReply {
  const { id } = memberOf(request)
  if (!archives.begin(id)) return sendBusy(request, reply, parts)
  const pieces = Readable.from(parts.torrents.personalArchive(id), { objectMode: false })
  pieces.once('close', () => archives.end(id))
  return reply
    .type('application/zip')
    .header('Cache-Control', 'private, no-store')
    .header('Content-Disposition', attachment('torrents.zip'))
    .send(pieces)
}

function sendBusy(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: DownloadRoutesParts,
): FastifyReply {
  const { action, ...busy } = parts.shell().texts.downloads.busy
  const message = { ...busy, action: { href: accountPath, label: action } }
  reply.header('Retry-After', 60)
  return sendGalleryMessage(request, reply, parts, { message, status: 503 })
}

/** One of each member at a time, and not too many in all. */
class ArchivesUnderWay {
  readonly #members = new Set<number>()

  /** Whether this one may be made. */
  begin(memberId: number): boolean {
    if (this.#members.has(memberId) || this.#members.size >= archivesAtOnceMax) return false
    this.#members.add(memberId)
    return true
  }

  end(memberId: number): void {
    this.#members.delete(memberId)
  }
}
