/**
 * The galleries in the API: every operation answers what the OpenAPI document promises, each needs its scope, and a
 * tracker of another mode says that it has none. On both databases, on a running gallery tracker.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  addGalleryVersion,
  editGallery,
  removeGalleryCover,
  setGalleryCover,
  setGalleryState,
} from '#operate/api/gallery-change-routes'
import {
  addGalleries,
  addGallery,
  findGallery,
  listGalleries,
  listGalleryVersions,
} from '#operate/api/gallery-routes'
import { jpeg, pngBomb } from '../galleries/pictures.ts'
import { engines } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { type ApiCaller, atControlSocket, atSite, newToken } from './api-caller.ts'
import { type Ask, DescribedApi } from './described-api.ts'
import { listAt, numberAt, objectAt, someNumber, someText, textAt } from './json.ts'
import { useTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const bases = ['udp://tracker.example:6969', 'https://tracker.example']

describe.for(engines)('galleries in the API on %s', (engine) => {
  const settings = {
    mode: 'gallery',
    'site.url': 'https://waggle.example',
    'tracker.announce_urls': JSON.stringify(bases),
  }
  const tracker = useTracker({ engine, postgres, settings })
  let api: DescribedApi
  let site: ApiCaller
  beforeAll(async () => {
    const { body } = await atSite(tracker())('/openapi.json')
    api = new DescribedApi(body)
    site = atSite(tracker(), await newToken(tracker(), 'galleries:read', 'galleries:write'))
    for (const name of ['Alice', 'Bob']) {
      const ask = { method: 'POST', body: { name, role: 'uploader' } }
      await atControlSocket(tracker())('/members', ask)
    }
  })

  const call = async (id: string, ask: Ask) => await api.call(site, id, ask)
  const add = async (fields: object = {}): Promise<number> => {
    const body = { title: 'a gallery', owner: 'alice', ...fields }
    return numberAt((await call('addGallery', { path: '/galleries', body })).body, 'gallery', 'id')
  }

  test('one is made with all that is said of it, and its addresses', async () => {
    const fields = {
      title: 'Kersenbloesem',
      original_title: '桜の花',
      category: 'Prints',
      tags: ['artist:hiroshige', 'woodcut'],
      description: 'Spring.\nTwelve sheets.',
      pages: 12,
      posted_at: 1_700_000_000,
      external_id: 'old-7',
    }
    const ask = {
      path: '/galleries',
      body: { ...fields, owner: 'ALICE', tags: ['Woodcut', ...fields.tags] },
    }
    const made = await call('addGallery', ask)
    const id = numberAt(made.body, 'gallery', 'id')
    const key = textAt(made.body, 'gallery', 'key')
    expect(made).toMatchObject({ status: 201, body: { outcome: 'added' } })
    expect(objectAt(made.body)['gallery']).toEqual({
      ...fields,
      tags: ['woodcut', 'artist:hiroshige'],
      id,
      key,
      url: `https://waggle.example/g/${id}/${key}`,
      announce_urls: [
        `https://tracker.example/${id}/announce`,
        `udp://tracker.example:6969/${id}/announce`,
      ],
      announce_id: id,
      parent_id: null,
      current_id: id,
      cover: null,
      owner: { id: someNumber, name: 'Alice' },
      state: 'live',
      state_reason: '',
      state_at: null,
      torrent_count: 0,
    })
    const again = await call('addGallery', { ...ask, body: { ...ask.body, title: 'another' } })
    expect(again).toMatchObject({
      status: 200,
      body: { outcome: 'known', gallery: { id, title: 'Kersenbloesem' } },
    })
    const found = await call('findGallery', { path: `/galleries/${id}` })
    expect(found).toMatchObject({ status: 200, body: objectAt(made.body)['gallery'] })
    const listed = await call('listGalleries', { path: '/galleries?external_id=old-7' })
    expect(listed.body).toMatchObject({ galleries: [{ id }], next: null })
  })

  test('one that cannot be is refused with what is wrong', async () => {
    for (const [fields, code] of [
      [{ title: '' }, 'invalid_gallery'],
      [{ title: 'a\u202eb' }, 'invalid_gallery'],
      [{ category: 'Western' }, 'invalid_gallery'],
      [{ tags: ['a:'] }, 'invalid_gallery'],
      [{ pages: 0 }, 'invalid_gallery'],
      [{ owner: 'nobody here' }, 'unknown_owner'],
      [{ titel: 'x' }, 'invalid_request'],
      [{ title: 5 }, 'invalid_request'],
    ] as const) {
      const body = { title: 'one', owner: 'alice', ...fields }
      const answer = await call('addGallery', { path: '/galleries', body })
      expect(answer, JSON.stringify(fields)).toMatchObject({
        status: 422,
        body: { error: { code } },
      })
    }
  })

  test('many are made at once, each with an outcome of its own', async () => {
    const galleries = [
      { title: 'one', owner: 'alice', external_id: 'bulk 1' },
      { title: 'two' },
      { title: 'three', owner: 'nobody' },
      { title: 'one again', owner: 'alice', external_id: 'bulk 1' },
      'not even an object',
    ]
    const answer = await call('addGalleries', { path: '/galleries/bulk', body: { galleries } })
    const [first] = listAt(answer.body, 'outcomes')
    const id = numberAt(first, 'id')
    expect(answer.body).toEqual({
      outcomes: [
        { outcome: 'added', id, error: null },
        refused('invalid_gallery'),
        refused('unknown_owner'),
        { outcome: 'known', id, error: null },
        refused('invalid_gallery'),
      ],
    })
    const none = { path: '/galleries/bulk', body: { galleries: [] } }
    expect((await call('addGalleries', none)).status).toBe(422)
  })

  test('they are listed by state, page after page', async () => {
    const ids = [await add(), await add(), await add()]
    const [first = 0, second = 0, third = 0] = ids
    const body = { state: 'expunged', reason: 'votes' }
    await call('setGalleryState', { path: `/galleries/${second}/state`, body })
    const page = async (query: string) => {
      const { body: answer } = await call('listGalleries', { path: `/galleries?${query}` })
      const here = listAt(answer, 'galleries').map((one) => numberAt(one, 'id'))
      return { ids: here, next: objectAt(answer)['next'] }
    }
    const after = first - 1
    expect(await page(`after=${after}&limit=1`)).toEqual({ ids: [first], next: first })
    expect(await page(`after=${first}&limit=1`)).toEqual({ ids: [third], next: null })
    expect(await page(`after=${after}&state=all`)).toEqual({ ids, next: null })
    expect(await page(`after=${after}&state=expunged`)).toEqual({ ids: [second], next: null })
    for (const query of ['limit=0', 'limit=1001', 'state=gone', 'after=x', 'typo=1'])
      expect((await call('listGalleries', { path: `/galleries?${query}` })).status, query).toBe(422)
  })

  test('one is edited, made anew as a version, expunged and restored', async () => {
    const id = await add({ tags: ['artist:a'], pages: 3 })
    const path = `/galleries/${id}`
    const edited = await call('editGallery', { path, body: { description: 'new', pages: null } })
    expect(edited.body).toMatchObject({ description: 'new', pages: null, tags: ['artist:a'] })
    const bad = { path, body: { title: '' } }
    expect((await call('editGallery', bad)).status).toBe(422)
    const version = { path: `${path}/versions`, body: { title: 'second' } }
    const second = await call('addGalleryVersion', version)
    expect(second).toMatchObject({
      status: 201,
      body: {
        outcome: 'added',
        gallery: { title: 'second', description: 'new', announce_id: id, parent_id: id },
      },
    })
    expect(await call('addGalleryVersion', version)).toMatchObject({
      status: 409,
      body: { error: { code: 'not_current' } },
    })
    const versions = await call('listGalleryVersions', { path: `${path}/versions` })
    expect(listAt(versions.body, 'galleries').map((one) => numberAt(one, 'id'))).toEqual([
      id,
      numberAt(second.body, 'gallery', 'id'),
    ])
    const state = { path: `${path}/state`, body: { state: 'removed' } }
    expect((await call('setGalleryState', state)).status).toBe(422)
    const removal = { ...state, body: { state: 'removed', reason: 'copyright' } }
    expect((await call('setGalleryState', removal)).body).toMatchObject({
      state: 'removed',
      state_reason: 'copyright',
      state_at: someNumber,
    })
    expect(
      (await call('setGalleryState', { ...state, body: { state: 'live' } })).body,
    ).toMatchObject({ state: 'live', state_reason: '', state_at: null })
  })

  test('versions keep what another system calls them, and are made once', async () => {
    const first = await add({ external_id: '4711' })
    const path = `/galleries/${first}/versions`
    const version = { path, body: { title: 'second', external_id: '4790' } }
    const made = await call('addGalleryVersion', version)
    expect(made).toMatchObject({ status: 201, body: { gallery: { external_id: '4790' } } })
    const known = { status: 200, body: { ...objectAt(made.body), outcome: 'known' } }
    expect(await call('addGalleryVersion', version)).toMatchObject(known)
    const listed = await call('listGalleries', { path: '/galleries?external_id=4790' })
    expect(listed.body).toMatchObject({ galleries: [{ parent_id: first, announce_id: first }] })
    const line = { title: 'second', owner: 'alice', external_id: '4790', newer_than: '4711' }
    expect(await call('addGallery', { path: '/galleries', body: line })).toMatchObject(known)
    const other = await add({ external_id: '4800' })
    for (const [body, code] of [
      [{ external_id: '4800' }, 'external_id_taken'],
      [{ external_id: '4791' }, 'not_current'],
    ] as const)
      expect(await call('addGalleryVersion', { path, body })).toMatchObject({
        status: 409,
        body: { error: { code } },
      })
    const versions = await call('listGalleryVersions', { path: `/galleries/${other}/versions` })
    expect(listAt(versions.body, 'galleries')).toHaveLength(1)
  })

  test('one moves in with its address, where no other has it', async () => {
    const body = { title: 'moved', owner: 'alice', id: 5_000_000, key: '0123456789' }
    const { body: made } = await call('addGallery', { path: '/galleries', body })
    expect(objectAt(made)['gallery']).toMatchObject({
      id: 5_000_000,
      url: 'https://waggle.example/g/5000000/0123456789',
      announce_id: 5_000_000,
    })
    expect(await add()).toBe(5_000_001)
    for (const [fields, status, code] of [
      [{}, 409, 'id_taken'],
      [{ id: undefined }, 422, 'invalid_gallery'],
      [{ id: 7_000_000, key: '0123456789AB' }, 422, 'invalid_gallery'],
      [{ id: 2_147_483_647 }, 422, 'invalid_gallery'],
      [{ id: 7_000_000, state: 'removed' }, 422, 'invalid_gallery'],
      [{ id: 7_000_000, newer_than: 'nothing' }, 422, 'unknown_parent'],
    ] as const) {
      const answer = await call('addGallery', { path: '/galleries', body: { ...body, ...fields } })
      expect(answer, JSON.stringify(fields)).toMatchObject({ status, body: { error: { code } } })
    }
  })

  test('one has a cover of a picture as it is, or in base64, and none of what is no picture', async () => {
    const id = await add()
    const path = `/galleries/${id}/cover`
    const picture = await jpeg(300, 200)
    const headers = { 'content-type': 'image/jpeg' }
    const covered = await call('setGalleryCover', { path, headers, body: picture })
    expect(covered).toMatchObject({ status: 200, body: { cover: { width: 300, height: 200 } } })
    const url = textAt(covered.body, 'cover', 'url')
    expect(url).toMatch(/^https:\/\/waggle\.example\/covers\/[0-9a-f]{64}\.webp$/)
    expect(textAt(covered.body, 'cover', 'small_url')).toBe(url.replace('.webp', '-small.webp'))
    const encoded = { path, body: { picture: picture.toString('base64') } }
    expect((await call('setGalleryCover', encoded)).body).toEqual(covered.body)
    for (const body of [Buffer.from('<svg/>'), pngBomb(30_000, 30_000)]) {
      const bytes = { path, headers: { 'content-type': 'application/octet-stream' }, body }
      expect(await call('setGalleryCover', bytes)).toMatchObject({
        status: 422,
        body: { error: { code: 'invalid_cover' } },
      })
    }
    const before = await call('findGallery', { path: `/galleries/${id}` })
    expect(before.body).toEqual(covered.body)
    expect((await call('removeGalleryCover', { path })).body).toMatchObject({ cover: null })
  })

  test('what is not there is told as such', async () => {
    const path = '/galleries/999999'
    for (const [id, ask] of [
      ['findGallery', { path }],
      ['editGallery', { path, body: { title: 'x' } }],
      ['listGalleryVersions', { path: `${path}/versions` }],
      ['addGalleryVersion', { path: `${path}/versions`, body: {} }],
      ['setGalleryState', { path: `${path}/state`, body: { state: 'live' } }],
      ['removeGalleryCover', { path: `${path}/cover` }],
    ] as const)
      expect(await call(id, ask), id).toMatchObject({
        status: 404,
        body: { error: { code: 'unknown_gallery' } },
      })
    expect((await call('findGallery', { path: '/galleries/x' })).status).toBe(422)
  })

  test('each operation was called, and needs a token with its scope', async () => {
    const good = [...api.answered].filter(([, all]) => all.has(200) || all.has(201))
    expect(good.map(([id]) => id)).toEqual(expect.arrayContaining(ownRoutes.map(({ id }) => id)))
    const reader = atSite(tracker(), await newToken(tracker(), 'galleries:read'))
    const writer = atSite(tracker(), await newToken(tracker(), 'galleries:write'))
    for (const { method, path, access } of ownRoutes) {
      const other = access === 'galleries:read' ? writer : reader
      const place = path.replace('{id}', '1')
      expect((await other(place, { method })).status, `${method} ${path}`).toBe(403)
      expect((await atSite(tracker())(place, { method })).status, `${method} ${path}`).toBe(401)
    }
  })
})

/** Those of galleries alone; others are of their torrents, and of the search. */
const ownRoutes = [
  addGallery,
  addGalleries,
  listGalleries,
  findGallery,
  editGallery,
  listGalleryVersions,
  addGalleryVersion,
  setGalleryCover,
  removeGalleryCover,
  setGalleryState,
]

function refused(code: string): object {
  return { outcome: 'refused', id: null, error: { code, message: someText } }
}

describe('a registered tracker', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })

  test('says that it has no galleries', async () => {
    const site = atSite(tracker(), await newToken(tracker(), 'galleries:read'))
    expect(await site('/galleries')).toMatchObject({
      status: 409,
      body: { error: { code: 'no_galleries' } },
    })
    const { status, err } = await tracker().operator.run('gallery', 'list')
    expect(status).toBe(1)
    expect(err).toContain('this tracker has no galleries')
  })
})
