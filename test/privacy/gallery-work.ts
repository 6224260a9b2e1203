/** What members do with galleries: make one, upload to it by form and with a token, read lists and feeds, and have their files. */
import { photograph } from '../galleries/pictures.ts'
import { type ApiCaller, atSite } from '../operate/api-caller.ts'
import { textAt } from '../operate/json.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import { type Account, moved, sound } from './gallery-accounts.ts'
import type { Work } from './gallery-cast.ts'
import { ask } from './say.ts'

export type MadeGallery = {
  readonly id: number
  /** Of its page. */
  readonly path: string
  readonly infoHash: Buffer
}

/** Where somebody announces. */
export type Announcing = { readonly memberId: number; readonly key: string }

export async function makeGallery(account: Account, work: Work): Promise<MadeGallery> {
  const { visitor } = account
  const form = new FormData()
  form.set('title', work.title)
  form.set('original', work.originalTitle)
  form.set('category', 'Maps')
  form.set('tags', `artist:${work.tag}`)
  form.set('description', work.description)
  form.set('cover', fileOf(await photograph(90, 60, work.coverRemark), 'cover.jpg'))
  const { location } = moved(await visitor.send('/upload/gallery', form))
  const [path, id] = /^\/g\/(\d+)\/[^?]+/.exec(location) ?? []
  if (path === undefined) throw new Error(`the form leads to ${location}`)
  const infoHash = await upload(account, path, work)
  moved(
    await visitor.post(`${pageOf(infoHash)}/edit`, { name: work.shownName, comment: work.comment }),
  )
  sound(await visitor.get(path))
  sound(await visitor.get(`${path}/torrents`))
  return { id: Number(id), path, infoHash }
}

async function upload({ run, visitor }: Account, path: string, work: Work): Promise<Buffer> {
  const form = new FormData()
  form.append('torrent', fileOf(torrentFile(work), `${work.fileName}.torrent`))
  form.append('torrent', fileOf(Buffer.from(work.outerWord), `${work.outerWord}.torrent`))
  const { html } = sound(await visitor.send(`${path}/torrents`, form))
  const [, hash = ''] = /\/torrent\/([0-9a-f]{40})/.exec(html) ?? []
  const infoHash = run.marks.givenBytes('info-hash', Buffer.from(hash, 'hex'))
  sound(await visitor.get(`${pageOf(infoHash)}/uploaded`))
  return infoHash
}

/** The same again is refused, and so is what is no torrent. */
export async function uploadWithToken(
  account: Account,
  token: string,
  work: Work,
  { id }: MadeGallery,
): Promise<void> {
  const call = atSite(account.run, token)
  const send = (body: unknown): ReturnType<ApiCaller> => {
    const headers = { 'content-type': 'application/x-bittorrent' }
    const path = `/galleries/${id}/torrents?comment=${work.comment}`
    return call(path, { method: 'POST', body, headers })
  }
  const { body } = await send(torrentFile(work, 'another'))
  const hash = textAt(body, 'info_hash')
  account.run.marks.givenBytes('info-hash', Buffer.from(hash, 'hex'))
  await send(torrentFile(work, 'another'))
  await send(Buffer.from(work.outerWord))
  await call(`/torrents/${hash}/personal-file`)
  await call(`/galleries?search=${work.tag}`)
  await atSite(account.run, account.marks.word('token'))('/galleries')
}

/** Searches by page and by feed, the feeds of a token, and files by it. */
export async function read(account: Account, feedToken: string, made: MadeGallery): Promise<void> {
  const { run, visitor, member } = account
  const { visitor: address, visitorWord: word } = member.person
  const hash = made.infoHash.toString('hex')
  const pages = ['/', `/?q=${word}`, `/torrents?q=hash:${hash}`, `/torrents?q=uploader:${word}`]
  for (const path of pages) await visitor.get(path)
  await visitor.get(`/get/${made.id}/${hash}.torrent`)
  const folders = ['/feeds', `/feeds/${feedToken}`, `/feeds/${account.marks.word('feed token')}`]
  for (const folder of folders)
    for (const file of ['torrents.rss', `galleries.atom?q=${word}`, `${hash}.torrent`])
      await ask(run.waggle.siteEndpoint, address, `${folder}/${file}`)
}

/** What stands in the announce addresses of the member's own file. */
export async function announcing(
  { visitor, marks }: Account,
  { infoHash }: MadeGallery,
  what: string,
): Promise<Announcing> {
  const { html } = sound(await visitor.get(`${pageOf(infoHash)}/personal.torrent`))
  const [, memberId, key = ''] = /\/(\d+)x([0-9A-Za-z]{16})\/announce/.exec(html) ?? []
  marks.givenText(what, key)
  return { memberId: Number(memberId), key }
}

function torrentFile(work: Work, more = ''): Buffer {
  const { fileName, infoWord, outerWord } = work
  const outer = { comment: outerWord, announce: `http://${outerWord}.example/announce` }
  return makeTorrent({
    format: 'v1',
    name: work.torrentName,
    files: [
      { path: ['folder', `${fileName}.txt`], content: content(20_000) },
      { path: ['folder', `${more}.html`], content: content(20_000) },
    ],
    pieceLength: 16_384,
    info: { source: infoWord },
    outer: { ...outer, 'created by': outerWord },
  })
}

function fileOf(bytes: Buffer, name: string): File {
  return new File([Uint8Array.from(bytes)], name)
}

function pageOf(infoHash: Buffer): string {
  return `/torrent/${infoHash.toString('hex')}`
}
