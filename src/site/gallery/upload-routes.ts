/** Where .torrent files come in: new ones in the torrent window of a gallery, and one in place of another. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { uploadedFilesMax, uploadPartsMax } from '#base/limits'
import type { Gallery } from '#index/galleries/gallery'
import { type GalleryTorrent, galleryTorrentPath, isGone } from '#index/galleries/gallery-torrent'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { sendError } from '../server/errors.ts'
import { queryText } from '../server/query-text.ts'
import { BrokenUpload, type ReceivedFile, receivedFiles } from '../server/received-files.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { siteBaseOf } from './curl-line.ts'
import { personalHref } from './download-address.ts'
import { galleryRoute, withGallery } from './find-gallery.ts'
import { torrentRoute, withOwnTorrent, withTorrent } from './find-torrent.ts'
import type { GalleryParts } from './gallery-options.ts'
import { actorOf, isUploader, memberOf, visitorOf } from './gallery-visitor.ts'
import { replacePage } from './replace-page.ts'
import { requirePermission } from './require-permission.ts'
import { sendWindow } from './send-window.ts'
import { type TakenFile, takeFiles } from './take-files.ts'
import { torrentDoneHref, uploadedHref } from './torrent-address.ts'
import { uploadResultPage } from './upload-result-page.ts'
import { uploadedPage } from './uploaded-page.ts'

export function uploadRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const onRequest = requirePermission(parts, 'upload')
  site.get(
    `${torrentRoute}/uploaded`,
    { onRequest },
    withTorrent(parts, (request, reply, torrent) => sendUploaded(request, reply, parts, torrent)),
  )
  const replacePath = `${torrentRoute}/replace`
  site.get(
    replacePath,
    { onRequest },
    withOwnTorrent(parts, (request, reply, torrent) => {
      const { torrentBytesMax } = parts.settings()
      return sendPrivatePage(reply, replacePage(parts.shell(request), { torrent, torrentBytesMax }))
    }),
  )
  // Apart, because only here forms with files are read.
  void site.register(async (own) => {
    await own.register(multipart)
    const changing = { onRequest, config: formLimit }
    own.post(
      `${galleryRoute}/torrents`,
      changing,
      withGallery(parts, (request, reply, gallery) => upload(request, reply, parts, gallery)),
    )
    own.post(
      replacePath,
      changing,
      withOwnTorrent(parts, (request, reply, torrent) => replace(request, reply, parts, torrent)),
    )
  })
}

async function upload(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  gallery: Gallery,
): Promise<FastifyReply> {
  const { torrents, shell } = parts
  // Somebody has made a newer version since they opened the window: what they send belongs there, if it is of that.
  if (gallery.id !== gallery.currentId) {
    const problem = { text: shell().texts.gallery.window.notTaken, status: 409 } as const
    return await sendWindow(request, reply, parts, gallery, problem)
  }
  const to = { galleryId: gallery.id, uploaderId: memberOf(request).id }
  const actor = actorOf(request)
  try {
    const taken = await takeFiles(filesOf(request, parts, uploadedFilesMax), async (file) => {
      const [outcome] = await torrents.upload([file], to, actor)
      return outcome
    })
    return await sendOutcomes(request, reply, parts, { gallery, taken })
  } catch (error) {
    if (error instanceof BrokenUpload) return sendError(request, reply, shell(request), 400)
    throw error
  }
}

async function sendOutcomes(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  { gallery, taken }: { readonly gallery: Gallery; readonly taken: readonly TakenFile[] },
): Promise<FastifyReply> {
  const { settings, shell } = parts
  const { torrentBytesMax } = settings()
  if (taken.length === 0) {
    const problem = { text: shell().texts.gallery.window.noFile, status: 422 } as const
    return await sendWindow(request, reply, parts, gallery, problem)
  }
  const [first, ...others] = taken
  if (others.length === 0 && first?.torrent !== undefined)
    return await reply.redirect(`${uploadedHref(first.torrent)}?download=yes`, 303)
  const isAnyTaken = taken.some(({ torrent }) => torrent !== undefined)
  const page = uploadResultPage(shell(request), { gallery, taken, torrentBytesMax })
  return sendPrivatePage(reply, page, isAnyTaken ? 200 : 422)
}

/** What a browser is told to open by itself after a second: the file, which it saves while the page stays. */
async function sendUploaded(
  request: FastifyRequest,
  reply: FastifyReply,
  { live, clock, settings, shell }: GalleryParts,
  torrent: GalleryTorrent,
): Promise<FastifyReply> {
  const visitor = visitorOf(request)
  if (!isUploader(visitor, torrent) || isGone(torrent))
    return await reply.redirect(galleryTorrentPath(torrent), 303)
  const isDownloading = queryText(request.query, 'download') === 'yes'
  if (isDownloading) reply.header('Refresh', `1; url=${personalHref(torrent)}`)
  const sessions = live.sessionsOf(memberOf(request).id, clock.nowSeconds())
  const isSeeded = sessions.some(
    ({ torrentId, isSeeding, isOldKey }) => torrentId === torrent.id && isSeeding && !isOldKey,
  )
  const page = uploadedPage(shell(request), {
    torrent,
    visitor,
    isDownloading,
    isSeeded,
    siteBase: siteBaseOf(request, settings()),
  })
  return sendPrivatePage(reply, page)
}

async function replace(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  torrent: GalleryTorrent,
): Promise<FastifyReply> {
  const { torrents, settings, shell } = parts
  const { torrentBytesMax } = settings()
  try {
    const [taken] = await takeFiles(
      filesOf(request, parts, 1),
      async (file) => await torrents.replace(torrent.id, file, actorOf(request)),
    )
    if (taken?.torrent !== undefined)
      return await reply.redirect(torrentDoneHref(taken.torrent, 'replaced'), 303)
    const state = { torrent, torrentBytesMax, taken: taken ?? 'nothing' } as const
    return sendPrivatePage(reply, replacePage(shell(request), state), 422)
  } catch (error) {
    if (error instanceof BrokenUpload) return sendError(request, reply, shell(request), 400)
    throw error
  }
}

/** More than are taken are skipped and told of, and so is a file with one byte more. */
function filesOf(
  request: FastifyRequest,
  { settings }: GalleryParts,
  filesMax: number,
): AsyncIterable<ReceivedFile> {
  const fileBytesMax = settings().torrentBytesMax
  const limits = { parts: uploadPartsMax, fields: 10, fileSize: fileBytesMax + 1 }
  const files = request.files({ limits, throwFileSizeLimit: false })
  return receivedFiles(files, { filesMax, fileBytesMax })
}
