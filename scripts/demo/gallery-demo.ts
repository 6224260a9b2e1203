/** The gallery tracker of the demo: members, their galleries with drawn covers, torrents of most of them, and swarms. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiClient } from '#operate/api/api-client'
import { setGalleryCover, setGalleryState } from '#operate/api/gallery-change-routes'
import { addGallery } from '#operate/api/gallery-routes'
import type { GalleryJson } from '#operate/api/gallery-schemas'
import { expungeTorrent, uploadTorrent } from '#operate/api/gallery-torrent-routes'
import { addMember } from '#operate/api/member-routes'
import { createSocketClient } from '#operate/api/socket-client'
import { controlSocketName } from '#operate/control-socket-path'
import { ageTorrents } from './aged-torrents.ts'
import { type DemoPeer, makePeers } from './demo-peers.ts'
import type { DemoRandom } from './demo-random.ts'
import {
  commonPages,
  type DemoPage,
  type DemoSite,
  type Filled,
  type Filling,
} from './demo-site.ts'
import { makeAge, makeTorrent } from './demo-torrents.ts'
import { drawnCover } from './drawn-cover.ts'
import { makeWorks, type Work } from './gallery-works.ts'
import { torrentFile } from './torrent-file.ts'

const galleryCount = 130
const memberCount = 9

export const galleryDemo: DemoSite = {
  mode: 'gallery',
  about: 'serves the torrents of the galleries that its members make',
  settings: { mode: 'gallery', 'database.flush_seconds': '2' },
  intervalSeconds: 1800,
  populate,
  age: ageTorrents,
  operatorLink: (dataDirectory) =>
    readFileSync(join(dataDirectory, 'setup-link.txt'), 'utf8').trim(),
  pages: (filled) => [...publicPages(filled), ...memberPages(filled)],
}

function publicPages({ specimen, banned, gallery = '' }: Filled): DemoPage[] {
  return [
    ...commonPages,
    { label: 'galleries as covers', path: '/?look=covers' },
    { label: 'search', path: '/?q=hokusai&look=compact' },
    { label: 'search without hits', path: '/?q=nothing+of+the+kind' },
    { label: 'expunged galleries', path: '/?expunged=on' },
    { label: 'a gallery', path: gallery },
    { label: 'its torrent window', path: `${gallery}/torrents` },
    { label: 'torrents', path: '/torrents' },
    { label: 'torrents by seeds', path: '/torrents?sort=seeds' },
    { label: 'a torrent', path: `/torrent/${specimen}` },
    { label: 'an expunged torrent', path: `/torrent/${banned}` },
    { label: 'making a torrent', path: '/help/making-a-torrent' },
    { label: 'log in', path: '/login' },
  ]
}

function memberPages({ specimen, gallery = '' }: Filled): DemoPage[] {
  const pages = [
    { label: 'a gallery, for staff', path: gallery },
    { label: 'its torrent window, for members', path: `${gallery}/torrents` },
    { label: 'a torrent, for staff', path: `/torrent/${specimen}` },
    { label: 'ban', path: `/torrent/${specimen}/ban` },
    { label: 'upload', path: '/upload' },
    { label: 'make a gallery', path: '/upload/gallery' },
    { label: 'my home', path: '/home' },
    { label: 'am I being counted', path: '/home/counted' },
    { label: 'account', path: '/account' },
  ]
  return pages.map((page) => ({ ...page, isOperators: true }))
}

async function populate(filling: Filling): Promise<Filled> {
  const client = createSocketClient(join(filling.dataDirectory, controlSocketName))
  try {
    return await fill(client, filling)
  } finally {
    await client.close()
  }
}

/** Who announces with a key of their own. */
type DemoMember = { readonly id: number; readonly name: string; readonly key: string }

type DemoTorrent = { readonly infoHash: string; readonly announceId: number }

async function fill(
  client: ApiClient,
  { random, nowSeconds, addresses }: Filling,
): Promise<Filled> {
  const members = await addMembers(client)
  const torrents: DemoTorrent[] = []
  let specimen: GalleryJson | undefined
  for (const [index, work] of makeWorks(random, galleryCount).entries()) {
    const age = makeAge(random, (galleryCount - index) / galleryCount)
    const gallery = await makeGallery(client, random, work, {
      owner: random.pick(members).name,
      posted_at: nowSeconds - age,
    })
    // A few have several torrents, and some have none.
    const count = random.isOneIn(6) ? 0 : random.isOneIn(5) ? 3 : 1
    for (let at = 0; at < count; at++)
      torrents.push(await upload(client, random, { work, gallery, members, at, nowSeconds }))
    if (count === 3 && work.originalTitle !== '') specimen ??= gallery
  }
  const gone = torrents[5]?.infoHash ?? ''
  await client.call(expungeTorrent, {
    params: { info_hash: gone },
    body: { reason: 'an older edition' },
  })
  const live = torrents.filter(({ infoHash }) => infoHash !== gone)
  return {
    peers: peersOf(random, live, members, addresses),
    specimen: live.at(-1)?.infoHash ?? '',
    banned: gone,
    gallery: new URL(specimen?.url ?? 'http://x/').pathname,
  }
}

async function addMembers(client: ApiClient): Promise<DemoMember[]> {
  const members: DemoMember[] = []
  for (let number = 1; number <= memberCount; number++) {
    const body = { name: `member-${number}`, role: 'uploader' }
    const { id, name, torrent_key: key } = await client.call(addMember, { body })
    members.push({ id, name, key })
  }
  return members
}

async function makeGallery(
  client: ApiClient,
  random: DemoRandom,
  work: Work,
  facts: { readonly owner: string; readonly posted_at: number },
): Promise<GalleryJson> {
  const { title, originalTitle, category, tags, pages } = work
  const body = {
    ...facts,
    title,
    original_title: originalTitle,
    category,
    tags: [...tags],
    pages,
    description: random.isOneIn(3) ? describe(work) : '',
  }
  const { gallery } = await client.call(addGallery, { body })
  const params = { id: gallery.id }
  if (!random.isOneIn(8))
    await client.call(setGalleryCover, { params, bytes: await drawnCover(random) })
  if (random.isOneIn(30))
    await client.call(setGalleryState, {
      params,
      body: { state: 'expunged', reason: 'there is a better one' },
    })
  return gallery
}

function describe({ pages }: Work): string {
  return `All ${pages} sheets of the copy in a public library, scanned at 600 dpi and cropped to the plate.\n\nColours are as they came; three sheets have stains.`
}

type UploadOrder = {
  readonly work: Work
  readonly gallery: GalleryJson
  readonly members: readonly DemoMember[]
  readonly at: number
  readonly nowSeconds: number
}

const editions = ['', ', small scans', ', raw scans'] as const

async function upload(
  client: ApiClient,
  random: DemoRandom,
  { work, gallery, members, at, nowSeconds }: UploadOrder,
): Promise<DemoTorrent> {
  const title = { ...work, name: `${work.title}${editions[at] ?? ''}` }
  const registration = makeTorrent(random, title, nowSeconds, 1)
  const { info_hash: infoHash } = await client.call(uploadTorrent, {
    params: { id: gallery.id },
    query: { uploader: random.pick(members).name, comment: at === 0 ? '' : 'The same sheets.' },
    bytes: torrentFile(random, registration),
  })
  return { infoHash, announceId: gallery.announce_id }
}

/** Half of them announce with a key. */
function peersOf(
  random: DemoRandom,
  torrents: readonly DemoTorrent[],
  members: readonly DemoMember[],
  addresses: readonly string[],
): DemoPeer[] {
  const announceIds = new Map(torrents.map(({ infoHash, announceId }) => [infoHash, announceId]))
  const infoHashes = torrents.toReversed().map(({ infoHash }) => Buffer.from(infoHash, 'hex'))
  const peers = makePeers({ random, infoHashes, addresses, largest: 180, steepness: 1.05 })
  return peers.map((peer) => {
    const gallery = `/${announceIds.get(peer.infoHash.toString('hex'))}`
    const { id, key } = random.pick(members)
    return { ...peer, path: random.isOneIn(2) ? gallery : `${gallery}/${id}x${key}` }
  })
}
