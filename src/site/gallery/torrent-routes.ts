/** One torrent: its page, and what its uploader and those who look after the site do with it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { faultText } from './fault-text.ts'
import { torrentRoute, withOwnTorrent, withTorrent } from './find-torrent.ts'
import type { GalleryParts } from './gallery-options.ts'
import { actorOf, mayEditTorrent, maySeeContent, memberOf, visitorOf } from './gallery-visitor.ts'
import { performTorrentAct } from './perform-torrent-act.ts'
import { sendRefused } from './send-gallery-message.ts'
import { torrentActPage } from './torrent-act-page.ts'
import { type TorrentAct, torrentDoneHref } from './torrent-address.ts'
import { torrentEditPage } from './torrent-edit-page.ts'
import { possibleActs, type TorrentDone, torrentPage } from './torrent-page.ts'

const acts = ['expunge', 'remove', 'restore', 'ban', 'unban'] as const satisfies TorrentAct[]

export function torrentRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const onRequest = parts.requireMember
  const changing = { onRequest, config: formLimit }
  site.get(
    torrentRoute,
    withTorrent(parts, (request, reply, torrent) => sendTorrent(request, reply, parts, torrent)),
  )
  const editPath = `${torrentRoute}/edit`
  site.get(
    editPath,
    { onRequest },
    withOwnTorrent(parts, async (request, reply, torrent) => {
      // Its page says why not.
      if (!mayEditTorrent(visitorOf(request), torrent))
        return await reply.redirect(galleryTorrentPath(torrent), 303)
      const { name, comment } = torrent
      const page = torrentEditPage(parts.shell(request), { torrent, name, comment })
      return sendPrivatePage(reply, page)
    }),
  )
  site.post(
    editPath,
    changing,
    withOwnTorrent(parts, (request, reply, torrent) => edit(request, reply, parts, torrent)),
  )
  site.post(
    `${torrentRoute}/keep`,
    changing,
    withOwnTorrent(parts, async (request, reply, torrent) => {
      if (!visitorOf(request).may('moderate')) return sendRefused(request, reply, parts)
      await parts.purge.keep(torrent.id, actorOf(request))
      return await reply.redirect(galleryTorrentPath(torrent), 303)
    }),
  )
  for (const act of acts) addAct(site, parts, act)
}

function addAct(site: FastifyInstance, parts: GalleryParts, act: TorrentAct): void {
  const onRequest = parts.requireMember
  const path = `${torrentRoute}/${act}`
  site.get(
    path,
    { onRequest },
    withOwnTorrent(parts, async (request, reply, torrent) => {
      if (possibleActs(visitorOf(request), torrent).includes(act))
        return sendPrivatePage(reply, torrentActPage(parts.shell(request), { torrent, act }))
      // Done already, perhaps in another window, or not for them.
      if (readDone(act, torrent) === undefined) return sendRefused(request, reply, parts)
      return await reply.redirect(galleryTorrentPath(torrent), 303)
    }),
  )
  site.post(
    path,
    { onRequest, config: formLimit },
    withOwnTorrent(parts, (request, reply, torrent) => doAct(request, reply, parts, torrent, act)),
  )
}

async function sendTorrent(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  torrent: GalleryTorrent,
): Promise<FastifyReply> {
  const { torrents, registered, statistics, petitions, purge: purging, clock, shell } = parts
  const { id, replacedById, fileCount, infoHash } = torrent
  const visitor = visitorOf(request)
  const [replacement, files, record, ofTorrent, purge] = await Promise.all([
    replacedById === undefined ? undefined : torrents.findById(replacedById),
    fileCount === undefined || !maySeeContent(visitor, torrent) ? [] : registered.files(infoHash),
    visitor.member && statistics.torrentOf(visitor.member.id, id),
    visitor.member === undefined ? [] : petitions.ofSubject({ kind: 'torrent', torrent }),
    // While somebody seeds it, there is nothing to say.
    torrent.seeders > 0 ? undefined : purging.find(id),
  ])
  const done = readDone(queryText(request.query, 'done'), torrent)
  const page = torrentPage(shell(request), {
    torrent,
    replacement,
    files,
    visitor,
    record,
    petitions: ofTorrent,
    purge,
    done: visitor.member === undefined ? undefined : done,
    nowSeconds: clock.nowSeconds(),
  })
  return sendPage(reply, page, torrent.tombstone === undefined ? 200 : 410)
}

async function edit(
  request: FastifyRequest,
  reply: FastifyReply,
  { torrents, shell }: GalleryParts,
  torrent: GalleryTorrent,
): Promise<FastifyReply> {
  const name = queryText(request.body, 'name') ?? ''
  const comment = queryText(request.body, 'comment') ?? ''
  try {
    const isByStaff = visitorOf(request).may('moderate')
    await torrents.edit(torrent.id, { name, comment, isByStaff }, actorOf(request))
    return await reply.redirect(torrentDoneHref(torrent, 'edited'), 303)
  } catch (error) {
    const state = { torrent, name, comment, problem: faultText(error) }
    return sendPrivatePage(reply, torrentEditPage(shell(request), state), 422)
  }
}

async function doAct(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  torrent: GalleryTorrent,
  act: TorrentAct,
): Promise<FastifyReply> {
  // Sent twice, it was done the first time.
  if (act !== 'ban' && readDone(act, torrent) !== undefined)
    return await reply.redirect(torrentDoneHref(torrent, act), 303)
  if (!possibleActs(visitorOf(request), torrent).includes(act))
    return sendRefused(request, reply, parts)
  const reason = queryText(request.body, 'reason') ?? ''
  const isPublic = queryText(request.body, 'public') === 'yes'
  try {
    const wanted = { torrent, act, reason, isPublic, by: memberOf(request) }
    await performTorrentAct(parts, wanted)
    return await reply.redirect(torrentDoneHref(torrent, act), 303)
  } catch (error) {
    const state = { torrent, act, reason, isPublic, problem: faultText(error) }
    return sendPrivatePage(reply, torrentActPage(parts.shell(request), state), 422)
  }
}

/** Whether it is so. Anybody can write an address that says something was done. */
const isSo: Readonly<Record<TorrentDone, (torrent: GalleryTorrent) => boolean>> = {
  edited: () => true,
  replaced: ({ replacedById }) => replacedById === undefined,
  expunge: ({ tombstone }) => tombstone?.kind === 'expunged',
  remove: ({ tombstone }) => tombstone?.kind === 'removed',
  restore: ({ tombstone }) => tombstone === undefined,
  ban: ({ ban }) => ban !== undefined,
  unban: ({ ban }) => ban === undefined,
}

function readDone(text: string | undefined, torrent: GalleryTorrent): TorrentDone | undefined {
  const done = (Object.keys(isSo) as TorrentDone[]).find((one) => one === text)
  return done !== undefined && isSo[done](torrent) ? done : undefined
}
