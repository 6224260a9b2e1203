/**
 * The searches of the API: in the words of the site's own, and answering what the OpenAPI document promises. On both
 * databases, on a running gallery tracker.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { single } from '../metainfo/bases.ts'
import { engines } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { type ApiAnswer, type ApiCaller, atControlSocket, atSite, newToken } from './api-caller.ts'
import { DescribedApi } from './described-api.ts'
import { listAt, numberAt, objectAt, textAt } from './json.ts'
import { useTracker } from './registered-tracker.ts'

const postgres = usePostgres()

function titlesOf({ body }: ApiAnswer): string[] {
  return listAt(body, 'galleries').map((one) => textAt(one, 'title'))
}

describe.for(engines)('searches in the API on %s', (engine) => {
  const settings = { mode: 'gallery', 'site.url': 'https://waggle.example' }
  const tracker = useTracker({ engine, postgres, settings })
  let api: DescribedApi
  let site: ApiCaller
  beforeAll(async () => {
    api = new DescribedApi((await atSite(tracker())('/openapi.json')).body)
    site = atSite(tracker(), await newToken(tracker(), 'galleries:read', 'torrents:read'))
    const operator = atControlSocket(tracker())
    await operator('/members', { method: 'POST', body: { name: 'Alice', role: 'uploader' } })
    for (const [index, title] of ['Maps of Japan', 'Maps of France', 'Birds'].entries()) {
      const fields = { title, category: 'Art', tags: [`artist:a${index}`], pages: 10 + index }
      const body = { ...fields, owner: 'alice', posted_at: 1_700_000_000 + index }
      await operator('/galleries', { method: 'POST', body })
    }
    const headers = { 'content-type': 'application/x-bittorrent' }
    const torrent = { method: 'POST', headers, body: single('v1', {}) }
    const uploaded = await operator('/galleries/2/torrents?uploader=alice', torrent)
    expect(uploaded.status).toBe(201)
  })

  const galleries = async (query: string): Promise<ApiAnswer> =>
    await api.call(site, 'searchGalleries', { path: `/search/galleries?${query}` })
  const torrents = async (query: string): Promise<ApiAnswer> =>
    await api.call(site, 'searchGalleryTorrents', { path: `/search/torrents?${query}` })

  test('galleries are found as on the site', async () => {
    expect(titlesOf(await galleries(''))).toEqual(['Birds', 'Maps of France', 'Maps of Japan'])
    expect(titlesOf(await galleries('search=maps+-japan'))).toEqual(['Maps of France'])
    expect(titlesOf(await galleries('search=artist:a2'))).toEqual(['Birds'])
    expect(titlesOf(await galleries('search=has:torrent'))).toEqual(['Maps of France'])
    expect(titlesOf(await galleries('with_torrents=true'))).toEqual(['Maps of France'])
    expect(titlesOf(await galleries('expunged=true'))).toEqual([])
    expect(titlesOf(await galleries('category=Art&search=pages<12'))).toHaveLength(2)
    const upwards = await galleries('order=title&direction=ascending')
    expect(titlesOf(upwards)).toEqual(['Birds', 'Maps of France', 'Maps of Japan'])
  })

  test('a page goes on where the one before ended', async () => {
    const first = await galleries('limit=2')
    expect(titlesOf(first)).toEqual(['Birds', 'Maps of France'])
    const after = encodeURIComponent(textAt(first.body, 'next'))
    const second = await galleries(`limit=2&after=${after}`)
    expect(titlesOf(second)).toEqual(['Maps of Japan'])
    expect(objectAt(second.body)['next']).toBeNull()
    expect((await galleries(`order=title&after=${after}`)).status).toBe(422)
    expect((await torrents(`after=${after}`)).status).toBe(422)
  })

  test('torrents are found by their galleries, and what makes no sense is told back', async () => {
    const { body } = await torrents('search=artist:a1+size>much+gid:x')
    expect(listAt(body, 'torrents').map((one) => numberAt(one, 'gallery', 'id'))).toEqual([2])
    expect(objectAt(body)['not_understood']).toEqual(['size>much', 'gid:x'])
    expect(listAt((await torrents('search=-artist:a1')).body, 'torrents')).toEqual([])
    expect(listAt((await torrents('status=seeded')).body, 'torrents')).toEqual([])
    expect(listAt((await torrents('status=unseeded')).body, 'torrents')).toHaveLength(1)
  })
})
