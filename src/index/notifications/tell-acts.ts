/**
 * Tells members what the staff has done to what is theirs. Every act, whichever way it came, is in the audit log, so that
 * is what is looked through: nothing is forgotten where a new way to act is added, or when the program dies after an act.
 */
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { NewNotice, NoticeEvent, NoticeFacts, NoticeTarget } from './notice.ts'
import type { LoggedAct } from './notice-repository.ts'
import { type NoticeTelling, unsettledOf } from './notice-telling.ts'
import { shortened, timesOf } from './notices.ts'

const entriesAtOnce = 1000

const events: Readonly<Record<string, NoticeEvent>> = {
  'torrent.expunge': 'torrent_removed',
  'torrent.remove': 'torrent_removed',
  'torrent.ban': 'torrent_banned',
  'torrent.unban': 'torrent_restored',
  'torrent.restore': 'torrent_restored',
  'torrent.edit': 'torrent_edited',
  'torrent.replace': 'torrent_replaced',
  'gallery.expunge': 'gallery_removed',
  'gallery.remove': 'gallery_removed',
  'gallery.restore': 'gallery_restored',
  'gallery.edit': 'gallery_edited',
  'gallery.cover': 'gallery_edited',
  'gallery.version': 'gallery_version',
  'member.ban': 'member_banned',
  'member.unban': 'member_unbanned',
  'member.suspend': 'member_banned',
  'member.restore': 'member_unbanned',
  'member.role': 'role_changed',
  'points.grant': 'points_changed',
}

/** False when nothing is left to look at. */
export async function tellActs(options: NoticeTelling): Promise<boolean> {
  const { repository, clock } = options
  const after = await repository.mark('acts')
  const { rows, next } = await repository.actsAfter(after, unsettledOf(clock), entriesAtOnce)
  if (next === after) return false
  const notices: NewNotice[] = []
  for (const act of rows) notices.push(...(await noticesOf(act, options)))
  await repository.addFrom('acts', { after, next }, notices.map(shortened), timesOf(options))
  return true
}

async function noticesOf(act: LoggedAct, options: NoticeTelling): Promise<readonly NewNotice[]> {
  const event = Object.hasOwn(events, act.action) ? events[act.action] : undefined
  // What jobs and petitions do is told by those.
  if (event === undefined || !/^(?:operator$|member \d|token \d)/.test(act.actor)) return []
  const concerned = await concernedOf(act, options)
  if (concerned === undefined || (await isOwn(act, concerned, options))) return []
  const { memberId, target, facts } = concerned
  return [{ memberId, kind: 'staff', event, target, facts, key: `act ${act.id}` }]
}

type Concerned = {
  readonly memberId: number
  readonly target: NoticeTarget
  readonly facts: NoticeFacts
}

/** Without reasons: the pages of torrents, galleries and points tell them, and the log may have the staff's own notes. */
async function concernedOf(
  { action, target, detail }: LoggedAct,
  { torrents, galleries, members }: NoticeTelling,
): Promise<Concerned | undefined> {
  if (action.startsWith('torrent.')) {
    const torrent = await torrents.find(Buffer.from(target, 'hex'))
    return torrent && ofTorrent(torrent)
  }
  const id = Number(target.split(' ')[1])
  if (action.startsWith('gallery.')) {
    const gallery = await galleries.find(id)
    return gallery && ofGallery(gallery)
  }
  const member = await members.findById(id)
  if (member === undefined) return undefined
  const facts =
    action === 'points.grant' ? { amount: Number.parseInt(detail, 10) } : { role: member.role }
  return { memberId: id, target: { kind: 'member', id }, facts }
}

function ofTorrent({ id, name, uploader }: GalleryTorrent): Concerned {
  return { memberId: uploader.id, target: { kind: 'torrent', id }, facts: { name } }
}

function ofGallery({ id, title: name, owner }: Gallery): Concerned {
  return { memberId: owner.id, target: { kind: 'gallery', id }, facts: { name } }
}

/** Whoever did it themselves, on the site or with a token of theirs, knows. */
async function isOwn(
  { actor }: LoggedAct,
  { memberId }: Concerned,
  { tokens }: NoticeTelling,
): Promise<boolean> {
  if (!actor.startsWith('token ')) return actor === `member ${memberId}`
  const own = await tokens.listOf(memberId)
  return own.some(({ id }) => actor === `token ${id}`)
}
