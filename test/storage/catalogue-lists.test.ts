/** The lists of a gallery site: the same pages of the same searches on both engines, whatever was changed before. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type {
  CatalogueLists,
  GalleryListQuery,
  GalleryTorrentListQuery,
} from '#index/galleries/catalogue-lists'
import type { Database } from '#index/storage/database'
import { useDatabases } from './databases.ts'
import { ModelCatalogue, type ModelGallery, type ModelTorrent } from './model-catalogue.ts'
import { addOwner, addVersion, newGallery } from './sample-galleries.ts'
import { newGalleryTorrent } from './sample-gallery-torrents.ts'
import { hashOf } from './sample-torrents.ts'

const databases = useDatabases()

const owners = ['Anna', 'bert', 'Çelik'] as const
const categories = ['Art', 'Maps', 'Prints'] as const
const states = ['live', 'live', 'live', 'expunged', 'removed'] as const

/** Words of which one is the beginning of another, in scripts that are cut in different ways. */
const word = fc.constantFrom(
  'a',
  'ab',
  'abc',
  'é',
  'e',
  'ÉTÉ',
  '東',
  '東海',
  '海道東',
  '7',
  'ß',
  'ss',
)
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
const few = fc.integer({ min: 0, max: 2 })
const tag = fc.record({
  namespace: fc.constantFrom('', 'artist', 'series'),
  name: fc.constantFrom('a', 'ab', 'ab c', '東海 七', 'été'),
})
const gallery = fc.record({
  title: text,
  originalTitle: fc.oneof(fc.constant(''), text),
  tags: fc.uniqueArray(tag, {
    maxLength: 3,
    selector: ({ namespace, name }) => `${namespace}:${name}`,
  }),
  category: fc.constantFrom(...categories),
  pages: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  owner: few,
  postedAt: few,
  state: fc.constantFrom(...states),
  /** A newer version with this title, or none. */
  newer: fc.option(text, { nil: undefined, freq: 4 }),
})
const torrent = fc.record({
  gallery: fc.nat(),
  name: text,
  paths: fc.array(text, { maxLength: 3 }),
  sizeBytes: fc.option(few, { nil: undefined }),
  completed: few,
  seeders: few,
  uploader: few,
  addedAt: few,
  isBuried: fc.boolean().map((value) => value),
  isBanned: fc.nat(5).map((value) => value === 0),
  /** Its name as it is changed afterwards. */
  renamed: fc.option(text, { nil: undefined, freq: 4 }),
})
const sample = fc.record({
  galleries: fc.array(gallery, { minLength: 10, maxLength: 25 }),
  torrents: fc.array(torrent, { minLength: 10, maxLength: 30 }),
  retitled: fc.array(fc.record({ gallery: fc.nat(), title: text }), { maxLength: 4 }),
})
type Sample = typeof sample extends fc.Arbitrary<infer T> ? T : never

const number = fc.constantFrom('<1', '<=1', '>0', '>=1', ':1', '=2')
const piece = fc.oneof(
  word,
  word.map((one) => `${one}*`),
  text.map((words) => `"${words}"`),
  fc.constantFrom(
    'tag:ab',
    'artist:ab',
    'tag:series:"ab c"',
    'tag:a*',
    'tag:artist:"東海 七"',
    'artist:ÉTÉ',
  ),
  fc.constantFrom('uploader:ANNA', 'uploader:celik', 'uploader:nobody', 'has:torrent'),
  fc.integer({ min: 1, max: 12 }).map((id) => `gid:${id}`),
  fc.nat(20).map(
    (index) =>
      `hash:${Buffer.from(hashOf(`${index}`))
        .toString('hex')
        .slice(0, 12)}`,
  ),
  fc
    .tuple(fc.constantFrom('size', 'seeds', 'peers', 'downloads', 'pages'), number)
    .map((parts) => parts.join('')),
)
const term = fc.tuple(fc.constantFrom('', '', '-'), piece).map((parts) => parts.join(''))
const search = fc.array(term, { maxLength: 2 }).map((terms) => terms.join(' '))

const galleryQuery = fc.record({
  search,
  order: fc.constantFrom('posted', 'title', 'pages', 'torrents'),
  isDescending: fc.boolean(),
  categories: fc.option(fc.subarray([...categories]), { nil: undefined, freq: 2 }),
  withTorrents: fc.boolean(),
  searchFileNames: fc.boolean(),
  expunged: fc.nat(4).map((value) => value === 0),
  ownerId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 2 }),
})
const torrentQuery = fc.record({
  search,
  order: fc.constantFrom('added', 'name', 'size', 'seeders', 'leechers', 'completed'),
  isDescending: fc.boolean(),
  status: fc.constantFrom('all', 'seeded', 'unseeded'),
  uploaderId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 2 }),
})

/** Stores the sample as a site would, step by step; gives what it should then have. */
async function fill(
  database: Database,
  { galleries, torrents, retitled }: Sample,
): Promise<ModelCatalogue> {
  for (const name of owners) await addOwner(database, name)
  const stored: ModelGallery[] = []
  const fresh = galleries.map((one) => newGallery({ ...one, ownerId: one.owner + 1 }))
  await database.galleries.add(fresh)
  for (const [index, one] of galleries.entries())
    stored.push({
      ...one,
      id: index + 1,
      chain: index + 1,
      isCurrent: true,
      state: 'live',
      owner: owners[one.owner] ?? '',
    })
  const hashed = torrents.map((one, index) => ({ ...one, infoHash: hashOf(`${index}`) }))
  const half = hashed.length >> 1
  // Those of older versions were there before the newer ones.
  const early = await addTorrents(database, hashed.slice(0, half), stored)
  for (const [index, { newer }] of galleries.entries()) {
    const parent = stored[index]
    if (newer === undefined || parent === undefined) continue
    const version = { ...parent, title: newer, ownerId: 1, postedAt: 1 }
    const { id } = await addVersion(database, parent.id, version)
    stored[index] = { ...parent, isCurrent: false }
    stored.push({ ...parent, id, title: newer, owner: 'Anna', postedAt: 1 })
  }
  const newest = stored.filter(({ isCurrent }) => isCurrent)
  const kept = [...early, ...(await addTorrents(database, hashed.slice(half), newest))]
  await flush(database, kept)
  for (const { gallery: at, title } of retitled) {
    const index = at % stored.length
    const one = stored[index]
    if (one === undefined) continue
    const fields = { ...one, title, description: '' }
    await database.galleries.setFields(one.id, fields)
    stored[index] = { ...one, title }
  }
  for (const [index, { state }] of galleries.entries()) {
    const one = stored[index]
    if (one === undefined || state === 'live') continue
    await database.galleries.setState(one.id, { state, reason: 'why', at: 1, seen: 'live' })
    for (const [at, version] of stored.entries())
      if (version.chain === one.chain) stored[at] = { ...version, state }
  }
  const now = kept.map((one) => ({ ...one, gallery: stored[one.gallery.id - 1] ?? one.gallery }))
  return new ModelCatalogue(stored, now)
}

async function addTorrents(
  database: Database,
  torrents: readonly (Sample['torrents'][number] & { readonly infoHash: Uint8Array })[],
  galleries: readonly ModelGallery[],
): Promise<ModelTorrent[]> {
  const kept: ModelTorrent[] = []
  for (const one of torrents) {
    const at = galleries[one.gallery % galleries.length]
    if (at === undefined) continue
    const files = one.paths.map((path) => ({ path, sizeBytes: 1 }))
    const given = { ...one, files, galleryId: at.id, uploaderId: one.uploader + 1 }
    const added = await database.galleryTorrents.add(newGalleryTorrent(one.name, given))
    if (added.outcome !== 'added') throw new Error(added.outcome)
    const { id } = added.torrent
    if (one.renamed !== undefined) await database.galleryTorrents.edit(id, { name: one.renamed })
    if (one.isBuried)
      await database.galleryTorrents.bury(id, { kind: 'expunged', reason: '', at: 1 })
    if (one.isBanned)
      await database.torrents.ban([id], { bannedAt: 1, reason: 'no', isPublic: true })
    kept.push({
      ...one,
      id,
      gallery: at,
      name: one.renamed ?? one.name,
      leechers: 2 - one.seeders,
      uploader: owners[one.uploader] ?? '',
      isLive: !one.isBuried && !one.isBanned,
    })
  }
  return kept
}

async function flush(
  { torrents }: Pick<Database, 'torrents'>,
  kept: readonly ModelTorrent[],
): Promise<void> {
  const activities = kept.map(({ id, seeders, leechers }) => ({
    torrentId: id,
    completions: 0,
    announcedAt: 1,
    seeders,
    leechers,
  }))
  await torrents.flush({ run: 'r', sequence: 1, upSeconds: 1, activities })
}

const limit = 3

type Marks = { readonly next: string | undefined; readonly first: string | undefined }
type IdPage = Marks & { readonly ids: readonly number[] }
type Load = (isBack: boolean, after: string | undefined) => Promise<IdPage>

/** The ids of all pages; then of those before the last, from there backwards. */
async function walkBothWays(load: Load): Promise<readonly [number[], number[]]> {
  const pages: IdPage[] = []
  for (let after: string | undefined; pages.length === 0 || after !== undefined; ) {
    const page = await load(false, after)
    pages.push(page)
    after = page.next
  }
  const back: number[] = []
  for (let mark = pages.at(-1)?.first; mark !== undefined; ) {
    const page = await load(true, mark)
    back.unshift(...page.ids.toReversed())
    mark = page.next
  }
  return [pages.flatMap(({ ids }) => ids), back]
}

function galleryLoad(
  lists: CatalogueLists,
  query: Omit<GalleryListQuery, 'after' | 'limit'>,
): Load {
  return async (isBack, after) => {
    const isDescending = query.isDescending !== isBack
    const { galleries, ...marks } = await lists.galleries({ ...query, isDescending, after, limit })
    return { ...marks, ids: galleries.map(({ id }) => id) }
  }
}

function torrentLoad(
  lists: CatalogueLists,
  query: Omit<GalleryTorrentListQuery, 'after' | 'limit'>,
): Load {
  return async (isBack, after) => {
    const isDescending = query.isDescending !== isBack
    const { torrents, ...marks } = await lists.torrents({ ...query, isDescending, after, limit })
    return { ...marks, ids: torrents.map(({ id }) => id) }
  }
}

/** What stands before the last page. */
function beforeLast(ids: readonly number[]): number[] {
  return ids.slice(0, Math.max(0, Math.ceil(ids.length / limit) - 1) * limit)
}

test('every search gives the same ids in the same order on both engines as on plain lists', async () => {
  const given = fc.record({
    sample,
    galleryQueries: fc.array(galleryQuery, { minLength: 25, maxLength: 25 }),
    torrentQueries: fc.array(torrentQuery, { minLength: 25, maxLength: 25 }),
  })
  const property = fc.asyncProperty(given, async (one) => {
    for (const engine of ['sqlite', 'postgres'] as const) {
      const database = await databases.open(engine)
      const { lists } = database
      const model = await fill(database, one.sample)
      for (const query of one.galleryQueries) {
        const which = `${engine} galleries ${JSON.stringify(query)}`
        const expected = model.galleryIds(query, owners)
        const [forwards, back] = await walkBothWays(galleryLoad(lists, query))
        expect(forwards, which).toEqual(expected)
        expect(back, which).toEqual(beforeLast(expected))
        const total = await lists.galleryTotal(query)
        expect(total, which).toEqual({ count: expected.length, isMore: false })
      }
      for (const query of one.torrentQueries) {
        const which = `${engine} torrents ${JSON.stringify(query)}`
        const expected = model.torrentIds(query, owners)
        const [forwards, back] = await walkBothWays(torrentLoad(lists, query))
        expect(forwards, which).toEqual(expected)
        expect(back, which).toEqual(beforeLast(expected))
        const total = await lists.torrentTotal(query)
        expect(total, which).toEqual({ count: expected.length, isMore: false })
      }
    }
    await databases.closeAll()
  })
  await fc.assert(property, { numRuns: 5, endOnFailure: true })
}, 120_000)
