/** The routes that search galleries and their torrents, in the same words and with the same answers as the site's lists. */
import * as z from 'zod'
import { parseCatalogueQuery } from '#index/search/catalogue-query'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { digits } from './digits.ts'
import { galleryJson } from './gallery-json.ts'
import { galleriesOf, withoutGalleries } from './gallery-parts.ts'
import { gallerySchema } from './gallery-schemas.ts'
import { galleryTorrentJson, galleryTorrentSchema } from './gallery-torrent-schemas.ts'
import { placeOf } from './is-staff.ts'
import { pageMax } from './torrent-schemas.ts'

const searchSchema = z
  .string()
  .default('')
  .meta({
    description: [
      'Words, all of them; "words in quotes" stand together, -word is not there, wor* begins a word. tag:namespace:name,',
      'artist:name, uploader:name, gid:12, hash:0123…, has:torrent, size>1GiB, seeds>=5, pages<20; -size>1GiB.',
    ].join(' '),
  })

const pageSchema = {
  search: searchSchema,
  direction: z.enum(['ascending', 'descending']).default('descending'),
  after: z.string().optional(),
  limit: digits(z.int().min(1).max(pageMax)).default(100),
} as const

const restSchema = {
  next: z.string().nullable(),
  not_understood: z.array(z.string()).meta({
    description: 'What of the search narrows nothing: it makes no sense, or is beyond the limits.',
  }),
} as const

const flag = z.enum(['true', 'false']).default('false')

const statuses = { 200: 'A page; `next` is null on the last one.' }
const problems = {
  409: withoutGalleries,
  422: '`after` is not the `next` of a page in the same order.',
}
const nextPage = 'The next page is had with `after` set to the `next` of this one.'

export const searchGalleries = defineRoute({
  id: 'searchGalleries',
  method: 'GET',
  path: '/search/galleries',
  access: 'galleries:read',
  summary: 'Searches galleries',
  description: `The newest versions of live galleries, or of those that were expunged. ${nextPage}`,
  statuses,
  problems,
  params: nothing,
  query: z.strictObject({
    ...pageSchema,
    order: z.enum(['posted', 'title', 'pages', 'torrents']).default('posted'),
    category: z.string().optional(),
    with_torrents: flag,
    file_names: flag.meta({ description: 'Looks in the names of torrents and files, too.' }),
    expunged: flag,
  }),
  body: noBody,
  answer: z.object({ galleries: z.array(gallerySchema), ...restSchema }),
  handle: async ({ query, parts }) => {
    galleriesOf(parts)
    const { search, order, direction, after, limit, category } = query
    const page = await parts.database.lists.galleries({
      search,
      order,
      after,
      limit,
      isDescending: direction === 'descending',
      categories: category === undefined ? undefined : [category],
      withTorrents: query.with_torrents === 'true',
      searchFileNames: query.file_names === 'true',
      expunged: query.expunged === 'true',
    })
    const galleries = page.galleries.map((gallery) => galleryJson(gallery, parts))
    return { status: 200, body: { galleries, ...restOf(page.next, search) } }
  },
})

export const searchGalleryTorrents = defineRoute({
  id: 'searchGalleryTorrents',
  method: 'GET',
  path: '/search/torrents',
  access: 'torrents:read',
  summary: 'Searches the torrents of galleries',
  description: `By their names, their files, and the titles and tags of their galleries. ${nextPage}`,
  statuses,
  problems,
  params: nothing,
  query: z.strictObject({
    ...pageSchema,
    order: z.enum(['added', 'name', 'size', 'seeders', 'leechers', 'completed']).default('added'),
    status: z.enum(['all', 'seeded', 'unseeded']).default('all'),
  }),
  body: noBody,
  answer: z.object({ torrents: z.array(galleryTorrentSchema), ...restSchema }),
  handle: async ({ query, parts, memberId }) => {
    galleriesOf(parts)
    const { search, order, direction, after, limit, status } = query
    const page = await parts.database.lists.torrents({
      search,
      order,
      after,
      limit,
      status,
      isDescending: direction === 'descending',
    })
    const place = await placeOf({ parts, memberId })
    const torrents = page.torrents.map((torrent) => galleryTorrentJson(torrent, place))
    return { status: 200, body: { torrents, ...restOf(page.next, search) } }
  },
})

function restOf(
  next: string | undefined,
  search: string,
): { next: string | null; not_understood: string[] } {
  return { next: next ?? null, not_understood: [...parseCatalogueQuery(search).notUnderstood] }
}
