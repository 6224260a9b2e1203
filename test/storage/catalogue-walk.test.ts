/** Lists of a gallery site that are too long to be gathered: pages are walked to, however far down they are. */
import { describe, expect, test } from 'vitest'
import type { CatalogueLists } from '#index/galleries/catalogue-lists'
import type { EngineName } from '#index/storage/engine'
import { engines, runStatements, useDatabases } from './databases.ts'
import { addOwner } from './sample-galleries.ts'

const databases = useDatabases()

/** More than a walk passes; those with the word `late` come last, and are more than are gathered. */
const before = 41_000
const late = 5200
const all = before + late

/** A word of one third, `late`, and a tag. */
const words: Readonly<Record<EngineName, string>> = {
  sqlite: `' common w' || (n % 3) || ' ' || iif(n > ${before}, 'late ', '') || 'ªºtag '`,
  postgres: `CAST('''common'':1 ''w' || n % 3 || ''':2 '
    || CASE WHEN n > ${before} THEN '''late'':3 ' ELSE '' END || '''ªºtag'':4' AS TSVECTOR)`,
}
const numbers: Readonly<Record<EngineName, string>> = {
  sqlite: `(WITH RECURSIVE one (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < ${all}) SELECT n FROM one)`,
  postgres: `generate_series(1, ${all}) AS n`,
}
const hash: Readonly<Record<EngineName, string>> = {
  sqlite: `CAST(printf('%020d', n) AS BLOB)`,
  postgres: `convert_to(lpad(n::text, 20, '0'), 'UTF8')`,
}

function fillStatements(engine: EngineName): string {
  const from = `FROM ${numbers[engine]}`
  return `
    INSERT INTO galleries (key, owner_id, title, original_title, category, description, pages,
      announce_id, current_id, posted_at, torrent_count)
    SELECT 'kkkkkkkkkk', 1, 'g ' || n, '', 'C' || (n % 2), '', 1 + n % 4, n, n, n, 1 ${from};
    INSERT INTO gallery_words (gallery_id, words) SELECT n, ${words[engine]} ${from};
    INSERT INTO torrents (info_hash, name, is_private, added_at, active_up_seconds, completed,
      seeders, size_bytes, gallery_id, announce_id, uploader_id, comment, file_bytes)
    SELECT ${hash[engine]}, 't ' || n, 0, n, 0, n % 5, n % 10, n % 6, n, n, 1, '', 1 ${from};
    INSERT INTO torrent_words (torrent_id, words) SELECT n, ${words[engine]} ${from};`
}

const galleryList = {
  order: 'posted',
  limit: 5000,
  categories: undefined,
  withTorrents: false,
  searchFileNames: false,
  expunged: false,
} as const
const torrentList = { order: 'added', status: 'all', limit: 5000 } as const

type Page = { readonly ids: number[]; readonly next: string | undefined }

async function walk(load: (after: string | undefined) => Promise<Page>): Promise<number[]> {
  const ids: number[] = []
  let after: string | undefined
  do {
    const page = await load(after)
    ids.push(...page.ids)
    after = page.next
  } while (after !== undefined)
  return ids
}

async function galleryIds(lists: CatalogueLists, query: object): Promise<number[]> {
  return await walk(async (after) => {
    const given = { ...galleryList, search: '', isDescending: true, ...query, after }
    const { galleries, next } = await lists.galleries(given)
    return { ids: galleries.map(({ id }) => id), next }
  })
}

async function torrentIds(lists: CatalogueLists, query: object): Promise<number[]> {
  return await walk(async (after) => {
    const given = { ...torrentList, search: '', isDescending: true, ...query, after }
    const { torrents, next } = await lists.torrents(given)
    return { ids: torrents.map(({ id }) => id), next }
  })
}

function idsWhere(fits: (id: number) => boolean): number[] {
  return Array.from({ length: all }, (_, index) => all - index).filter(fits)
}

describe.for(engines)('on %s', (engine) => {
  test('lists of tens of thousands are whole and in order', async () => {
    const address = await databases.newAddress(engine)
    const database = await databases.open(engine, address)
    const { lists } = database
    await addOwner(database, 'Anna')
    await runStatements(address, fillStatements(engine))
    const lateOnes = idsWhere((id) => id > before)
    for (const ids of [galleryIds, torrentIds]) {
      expect(await ids(lists, { search: 'late' })).toEqual(lateOnes)
      const upwards = await ids(lists, { search: 'late tag:tag', isDescending: false })
      expect(upwards).toEqual(lateOnes.toReversed())
      expect(await ids(lists, { search: 'late -w1' })).toEqual(
        lateOnes.filter((id) => id % 3 !== 1),
      )
      expect(await ids(lists, { search: 'pages>3 late uploader:anna' })).toEqual(
        lateOnes.filter((id) => id % 4 === 3),
      )
      expect(await ids(lists, { search: 'common w2 size>=3' })).toEqual(
        idsWhere((id) => id % 3 === 2 && id % 6 >= 3),
      )
    }
    expect(await galleryIds(lists, { search: 'w0', categories: ['C1'] })).toEqual(
      idsWhere((id) => id % 3 === 0 && id % 2 === 1),
    )
    const bySeeds = await torrentIds(lists, { status: 'seeded', order: 'seeders', search: '-w0' })
    expect(bySeeds).toEqual(
      idsWhere((id) => id % 10 > 0 && id % 3 !== 0).toSorted(
        (one, other) => (other % 10) - (one % 10) || other - one,
      ),
    )
    const total = async (search: string, status: 'all' | 'unseeded' = 'all') =>
      await lists.torrentTotal({ search, status })
    expect(await total('')).toEqual({ count: all, isMore: false })
    expect(await total('', 'unseeded')).toEqual({ count: all / 10, isMore: false })
    expect(await total('common')).toEqual({ count: 5000, isMore: true })
    expect(await total('common gid:17')).toEqual({ count: 1, isMore: false })
    expect(await total('w0', 'unseeded')).toEqual({ count: 1540, isMore: false })
    expect(await lists.galleryTotal({ ...galleryList, search: 'late' })).toMatchObject({
      isMore: true,
    })
  }, 120_000)
})
