/** What was copied into another database is found there, too. */
import { expect, test } from 'vitest'
import type { Database } from '#index/storage/database'
import { copyDatabase } from '#index/storage/operations/copy-database'
import { useDatabases } from './databases.ts'
import { addOwner, newGallery } from './sample-galleries.ts'
import { addGalleryTorrent } from './sample-gallery-torrents.ts'

const databases = useDatabases()

async function found({ lists }: Database, search: string): Promise<unknown> {
  const part = { search, isDescending: false, after: undefined, limit: 10 } as const
  const galleries = await lists.galleries({
    ...part,
    order: 'posted',
    categories: undefined,
    withTorrents: false,
    searchFileNames: true,
    expunged: false,
  })
  const torrents = await lists.torrents({ ...part, order: 'added', status: 'all' })
  return [galleries.galleries.map(({ id }) => id), torrents.torrents.map(({ id }) => id)]
}

test('a copy of a gallery site is searched like the site', async () => {
  const from = await databases.newAddress('sqlite')
  const source = await databases.open('sqlite', from)
  await addOwner(source, 'Alice')
  await source.galleries.add([newGallery({ title: 'First' }), newGallery({ title: 'Second' })])
  const files = [{ path: 'plates/wave.png', sizeBytes: 1 }]
  await addGalleryTorrent(source, 'scan', { galleryId: 2, files })
  await source.galleries.addVersion(2, newGallery({ title: 'Third' }))
  const searches = ['first', 'second', 'third', 'artist:hokusai', 'wave', 'scan uploader:alice']
  const expected = await Promise.all(searches.map((search) => found(source, search)))
  expect(expected).toEqual([
    [[1], []],
    [[], [1]],
    [[3], []],
    [[1, 3], [1]],
    [[3], [1]],
    [[3], [1]],
  ])
  await databases.close(source)
  const to = await databases.newAddress('postgres')
  const { clock } = databases
  await copyDatabase({ from: from.url, to: to.url, dataDirectory: from.dataDirectory, clock })
  const copy = await databases.open('postgres', to)
  expect(await Promise.all(searches.map((search) => found(copy, search)))).toEqual(expected)
  expect(await copy.check()).toEqual([])
})
