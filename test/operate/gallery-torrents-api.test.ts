/**
 * Torrents of galleries in the API: every operation answers what the OpenAPI document promises, for the operator's tokens
 * and for those of members. On both databases, on a running gallery tracker.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { readMetainfo } from '#tracker/wire/metainfo/read-metainfo'
import { single } from '../metainfo/bases.ts'
import { engines } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { type ApiAnswer, type ApiCaller, atControlSocket, atSite, newToken } from './api-caller.ts'
import { type Ask, DescribedApi } from './described-api.ts'
import { numberAt, objectAt, textAt } from './json.ts'
import { useTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const torrentType = { 'content-type': 'application/x-bittorrent' }
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

const anotherGallery = { title: 'another gallery', owner: 'alice' }

/** Another torrent each time. */
function newTorrent(): { readonly bytes: Buffer; readonly hash: string } {
  const bytes = single('v1', { source: crypto.randomUUID() })
  const read = readMetainfo(bytes)
  return { bytes, hash: hex('infoHashV1' in read ? read.infoHashV1 : undefined) }
}

describe.for(engines)('torrents of galleries in the API on %s', (engine) => {
  const settings = {
    mode: 'gallery',
    'site.url': 'https://waggle.example',
    'site.name': 'Prints',
    'tracker.announce_urls': '["http://tracker.example"]',
    'upload.denied_extensions': '["exe"]',
  }
  const tracker = useTracker({ engine, postgres, settings })
  let api: DescribedApi
  let site: ApiCaller
  let galleryId = 0
  let torrentKey = ''
  beforeAll(async () => {
    api = new DescribedApi((await atSite(tracker())('/openapi.json')).body)
    const operator = atControlSocket(tracker())
    const scopes = ['torrents:read', 'torrents:write', 'torrents:upload'] as const
    site = atSite(tracker(), await newToken(tracker(), ...scopes))
    const member = { method: 'POST', body: { name: 'Alice', role: 'uploader' } }
    torrentKey = textAt((await operator('/members', member)).body, 'torrent_key')
    const gallery = { method: 'POST', body: { title: 'a gallery', owner: 'alice' } }
    galleryId = numberAt((await operator('/galleries', gallery)).body, 'gallery', 'id')
  })

  const call = async (id: string, ask: Ask): Promise<ApiAnswer> => await api.call(site, id, ask)
  const upload = async (body: unknown, query = '?uploader=alice', to = galleryId) => {
    const headers = body instanceof Uint8Array ? { headers: torrentType } : {}
    return await call('uploadTorrent', {
      path: `/galleries/${to}/torrents${query}`,
      body,
      ...headers,
    })
  }

  test('one is uploaded as a file or in JSON, and is told with its addresses', async () => {
    const { bytes, hash } = newTorrent()
    const made = await upload(bytes, '?uploader=ALICE&comment=a%0Ab')
    expect(made).toMatchObject({
      status: 201,
      body: {
        info_hash: hash,
        state: 'live',
        url: `https://waggle.example/torrent/${hash}`,
        public_file_url: `https://waggle.example/get/${galleryId}/${hash}.torrent`,
        gallery: { id: galleryId, title: 'a gallery' },
        announce_id: galleryId,
        uploader: { name: 'Alice' },
        comment: 'a\nb',
        file_bytes: bytes.length,
        tombstone: null,
      },
    })
    const other = newTorrent()
    const json = await upload({ torrent: other.bytes.toString('base64') })
    expect(json).toMatchObject({ status: 201, body: { info_hash: other.hash } })
    const listed = await call('listGalleryTorrents', { path: `/galleries/${galleryId}/torrents` })
    expect(listed).toMatchObject({ status: 200, body: { outdated: [] } })
    expect(JSON.stringify(listed.body)).toContain(other.hash)
    const gallery = await atControlSocket(tracker())(`/galleries/${galleryId}`)
    expect(gallery.body).toMatchObject({ torrent_count: 2 })
  })

  test('what cannot be taken is refused with its exact fault', async () => {
    const { bytes } = newTorrent()
    await upload(bytes)
    const existing = await upload(bytes)
    expect(existing).toMatchObject({ status: 409, body: { error: { code: 'existing' } } })
    expect(JSON.stringify(existing.body)).toContain('https://waggle.example/torrent/')
    const fresh = newTorrent().bytes
    const operator = atControlSocket(tracker())
    const older = await operator('/galleries', { method: 'POST', body: anotherGallery })
    const olderId = numberAt(older.body, 'gallery', 'id')
    await operator(`/galleries/${olderId}/versions`, { method: 'POST', body: {} })
    for (const [answer, status, code] of [
      [await upload(Buffer.from('hello')), 422, 'not_a_torrent'],
      [await upload(single('v2')), 422, 'version_2_only'],
      [await upload({ torrent: '!' }), 422, 'invalid_request'],
      [await upload(fresh, '?uploader=nobody'), 422, 'unknown_member'],
      [await upload(fresh, ''), 422, 'member_missing'],
      [await upload(fresh, '?uploader=alice', 9999), 404, 'unknown_gallery'],
      [await upload(fresh, '?uploader=alice', olderId), 409, 'not_current'],
    ] as const)
      expect(answer, code).toMatchObject({ status, body: { error: { code } } })
  })

  test('a torrent without a gallery is not registered here', async () => {
    const { bytes, hash } = newTorrent()
    const code = { error: { code: 'needs_gallery' } }
    const asFile = await call('addTorrent', {
      path: '/torrents',
      body: bytes,
      headers: torrentType,
    })
    expect(asFile).toMatchObject({ status: 409, body: code })
    const torrents = [{ info_hash: hash, name: 'x' }]
    const asMany = await call('addTorrents', { path: '/torrents/bulk', body: { torrents } })
    expect(asMany).toMatchObject({ status: 409, body: code })
  })

  test('the files are handed out, the personal one with the key of its member', async () => {
    const { bytes, hash } = newTorrent()
    await upload(bytes)
    const fileOf = async (path: string): Promise<Response> => {
      const { host, port } = tracker().waggle.siteEndpoint
      const token = await newToken(tracker(), 'torrents:read', 'torrents:upload')
      const address = host.includes(':') ? `[${host}]` : host
      const headers = { authorization: `Bearer ${token}` }
      return await fetch(`http://${address}:${port}/api/v1/torrents/${hash}${path}`, { headers })
    }
    const open = await fileOf('/file')
    expect(open.headers.get('content-type')).toBe('application/x-bittorrent')
    expect(open.headers.get('content-disposition')).toBe('attachment; filename="test.bin.torrent"')
    const shared = Buffer.from(await open.arrayBuffer())
    expect(shared.includes(`http://tracker.example/${galleryId}/announce`)).toBe(true)
    const personal = Buffer.from(await (await fileOf('/personal-file?member=alice')).arrayBuffer())
    expect(personal.toString('latin1')).toMatch(
      new RegExp(`http://tracker\\.example/${galleryId}/\\d+x${torrentKey}/announce`),
    )
    for (const file of [shared, personal]) {
      const read = readMetainfo(file)
      expect(hex('infoHashV1' in read ? read.infoHashV1 : undefined)).toBe(hash)
    }
    expect((await fileOf('/personal-file')).status).toBe(422)
  })

  test('one is expunged and comes back, and removing leaves a tombstone', async () => {
    const { bytes, hash } = newTorrent()
    await upload(bytes)
    const path = `/torrents/${hash}`
    const expunge = { path: `${path}/expunge`, body: { reason: 'voted out' } }
    expect(await call('expungeTorrent', expunge)).toMatchObject({
      status: 200,
      body: { state: 'removed', tombstone: { kind: 'expunged', reason: 'voted out' } },
    })
    expect(await call('publicTorrentFile', { path: `${path}/file` })).toMatchObject({
      status: 409,
      body: { error: { code: 'gone_torrent' } },
    })
    expect((await call('restoreTorrent', { path: `${path}/restore` })).body).toMatchObject({
      state: 'live',
    })
    await call('removeTorrent', { path: `${path}?reason=taken%20down` })
    const again = await call('expungeTorrent', expunge)
    expect(again.body).toMatchObject({ tombstone: { kind: 'removed', reason: 'taken down' } })
    await call('restoreTorrent', { path: `${path}/restore` })
    await call('expungeTorrent', expunge)
    const ban = { path: `${path}/ban`, body: { reason: 'illegal' } }
    expect((await call('banTorrent', ban)).body).toMatchObject({ ban: { reason: 'illegal' } })
    // What is gone can be removed as well.
    const removed = await call('removeTorrent', { path: `${path}?reason=illegal` })
    expect(removed.body).toMatchObject({ state: 'removed', removal: { reason: 'illegal' } })
    const nothing = { ...expunge, path: `/torrents/${'0'.repeat(40)}/expunge` }
    expect((await call('expungeTorrent', nothing)).status).toBe(404)
  })

  test('what is suspicious is for the operator to see', async () => {
    const operator = atControlSocket(tracker())
    const asked = { path: '/suspicions' }
    expect((await api.call(operator, 'listSuspicions', asked)).body).toEqual({
      rates: [],
      empty: [],
      unbalanced: [],
    })
    // To everybody else there is no such thing.
    expect(await site('/suspicions')).toMatchObject({ status: 404 })
    const { hash, bytes } = newTorrent()
    expect((await upload(bytes)).status).toBe(201)
    const unknown = '0'.repeat(40)
    const common = { path: '/suspicions/common', body: { info_hashes: [hash, unknown] } }
    expect((await api.call(operator, 'findCommonMembers', common)).body).toEqual({
      least: 1,
      members: [],
      unknown: [unknown],
    })
  })

  test('what is purged is listed with its day, and a run is the operator’s to rehearse', async () => {
    const operator = atControlSocket(tracker())
    const { hash, bytes } = newTorrent()
    await upload(bytes)
    await call('expungeTorrent', { path: `/torrents/${hash}/expunge`, body: {} })
    const { body } = await call('listPurges', { path: '/purge' })
    expect(objectAt(body)['unseeded']).toEqual([])
    expect(JSON.stringify(objectAt(body)['expunged'])).toContain(hash)
    const run = { path: '/purge', body: { dry_run: true } }
    const rehearsed = (await api.call(operator, 'runPurge', run)).body
    // The day before it is purged its uploader hears of it.
    expect(numberAt(rehearsed, 'warned')).toBeGreaterThan(0)
    expect(rehearsed).toMatchObject({
      dry_run: true,
      purged: 0,
      capped: false,
      torrents: [],
    })
    expect((await site('/purge', { method: 'POST', body: {} })).status).toBe(405)
    expect(await operator('/housekeeping', { method: 'POST', body: {} })).toMatchObject({
      status: 409,
      body: { error: { code: 'needs_purge' } },
    })
  })

  test('each needs its scope', async () => {
    const reading = atSite(tracker(), await newToken(tracker(), 'torrents:read'))
    const path = `/galleries/${galleryId}/torrents`
    const answer = await reading(path, {
      method: 'POST',
      body: newTorrent().bytes,
      headers: torrentType,
    })
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'scope_missing' } } })
    const { hash } = newTorrent()
    expect((await reading(`/torrents/${hash}/personal-file?member=alice`)).status).toBe(403)
    expect(objectAt((await reading(path)).body)['current']).toBeInstanceOf(Array)
  })
})
