/**
 * The OpenAPI document and the API agree: every operation is called, each answer is what the document promises, and
 * the server has no route that the document lacks. On both databases; at site.listen and at the control socket.
 */
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { galleryRoutes, galleryTorrentRoutes } from '#operate/api/routes'
import { engines } from '../storage/databases.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import { usePostgres } from '../support/postgres.ts'
import { randomHash } from '../support/random-hash.ts'
import { type ApiCaller, atControlSocket, atSite, newToken } from './api-caller.ts'
import { type Ask, DescribedApi } from './described-api.ts'
import { having, listAt, numberAt, objectAt, someNumber, someText, textAt } from './json.ts'
import { type RegisteredTracker, useTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const scopes = ['torrents:read', 'torrents:write', 'statistics:read', 'blocks:read', 'blocks:write']

describe.for(engines)('the document of the API on %s', (engine) => {
  const tracker = useTracker({ engine, postgres, settings: { 'blocks.measure': 'true' } })
  let api: DescribedApi
  let site: ApiCaller
  let control: ApiCaller
  beforeAll(async () => {
    const { body } = await atSite(tracker())('/openapi.json')
    api = new DescribedApi(body)
    site = atSite(tracker(), await newToken(tracker(), ...scopes))
    control = atControlSocket(tracker())
  })

  /** Through the door that the document names for it. */
  const call = async (id: string, ask: Ask) =>
    await api.call(api.operation(id).scope === undefined ? control : site, id, ask)

  test('says the same at every door', async () => {
    expect((await control('/openapi.json')).body).toEqual((await site('/openapi.json')).body)
  })

  test('promises what registering answers', async () => {
    const hash = randomHash().toString('hex')
    const torrent = { info_hash: hash, name: 'one', size_bytes: 5, completed: 2, added_at: 7 }
    const added = await call('addTorrent', { path: '/torrents', body: torrent })
    expect(added.status).toBe(201)
    expect(objectAt(added.body)).toMatchObject({
      outcome: 'added',
      torrent: { info_hash: hash, name: 'one', size_bytes: 5, completed: 2, added_at: 7 },
    })
    const again = await call('addTorrent', { path: '/torrents', body: { ...torrent, name: 'two' } })
    expect(again).toMatchObject({
      status: 200,
      body: { outcome: 'known', torrent: { name: 'one' } },
    })
    const file = { path: '/torrents?name=a%20name', headers: torrentType, body: torrentBytes() }
    const fromFile = await call('addTorrent', file)
    expect(fromFile).toMatchObject({ status: 201, body: { torrent: { name: 'a name' } } })
    const bad = await call('addTorrent', { ...file, body: Buffer.from('no torrent') })
    expect(bad).toMatchObject({ status: 422, body: { error: { code: 'invalid_torrent_file' } } })
  })

  test('promises what registering many answers, each with an outcome of its own', async () => {
    const [one, two, banned] = [0, 0, 0].map(() => randomHash().toString('hex'))
    const torrents = [
      { info_hash: one, name: 'one' },
      { info_hash: 'no hash', name: 'bad' },
      { info_hash: two, name: 'line\nend' },
      { info_hash: one, name: 'one again' },
      { name: 'no hash at all', typo: 1 },
      { info_hash: banned, name: 'banned', ban: { reason: 'spam' } },
    ]
    const answer = await call('addTorrents', { path: '/torrents/bulk', body: { torrents } })
    expect(answer.status).toBe(200)
    expect(objectAt(answer.body)['outcomes']).toEqual([
      { outcome: 'added', info_hash: one, error: null },
      refused('invalid_torrent'),
      refused('invalid_name'),
      { outcome: 'known', info_hash: one, error: null },
      refused('invalid_torrent'),
      { outcome: 'added', info_hash: banned, error: null },
    ])
    const found = await call('findTorrent', { path: `/torrents/${banned}` })
    expect(found.body).toMatchObject({ state: 'banned', ban: { reason: 'spam', public: true } })
    const tooMany = Array.from({ length: 1001 }, () => ({ info_hash: one, name: 'x' }))
    const ask = { path: '/torrents/bulk', body: { torrents: tooMany } }
    expect((await call('addTorrents', ask)).status).toBe(422)
    expect((await call('addTorrents', { ...ask, body: { torrents: [] } })).status).toBe(422)
  })

  test('promises what lists answer, page after page', async () => {
    const torrents = Array.from({ length: 25 }, (_, index) => ({
      info_hash: randomHash().toString('hex'),
      name: `page ${String(index).padStart(2, '0')}`,
    }))
    await call('addTorrents', { path: '/torrents/bulk', body: { torrents } })
    const names: string[] = []
    let after = ''
    do {
      const query = `state=live&order=name&direction=ascending&limit=10${after}`
      const { status, body } = await call('listTorrents', { path: `/torrents?${query}` })
      expect(status).toBe(200)
      names.push(...listAt(body, 'torrents').map((one) => textAt(one, 'name')))
      const isLast = objectAt(body)['next'] === null
      after = isLast ? '' : `&after=${encodeURIComponent(textAt(body, 'next'))}`
    } while (after !== '')
    expect(names).toEqual(names.toSorted())
    expect(names.filter((name) => name.startsWith('page'))).toEqual(
      torrents.map(({ name }) => name),
    )
    for (const query of ['limit=0', 'limit=1001', 'state=gone', 'after=nonsense', 'typo=1'])
      expect((await call('listTorrents', { path: `/torrents?${query}` })).status, query).toBe(422)
  })

  test('promises what every change answers', async () => {
    const hash = randomHash().toString('hex')
    const path = `/torrents/${hash}`
    await call('addTorrent', { path: '/torrents', body: { info_hash: hash, name: 'changing' } })
    const changes = [
      ['banTorrent', '/ban', { state: 'banned' }, { reason: 'no', public: false }],
      ['banTorrent', '/ban', { ban: having({ reason: 'not at all' }) }, { reason: 'not at all' }],
      ['unbanTorrent', '/ban', { state: 'live', ban: null }],
      ['unbanTorrent', '/ban', { state: 'live', ban: null }],
      ['pinTorrent', '/pin', { pinned: true }],
      ['unpinTorrent', '/pin', { pinned: false }],
      ['removeTorrent', '?reason=gone', { state: 'removed' }],
      ['removeTorrent', '?reason=twice', { removal: having({ reason: 'gone' }) }],
      ['restoreTorrent', '/restore', { state: 'live', removal: null }],
      ['restoreTorrent', '/restore', { state: 'live', removal: null }],
    ] as const
    for (const [id, below, state, body] of changes) {
      const answer = await call(id, { path: `${path}${below}`, ...(body && { body }) })
      expect(answer, id).toMatchObject({ status: 200, body: { info_hash: hash, ...state } })
    }
    await call('removeTorrent', { path })
    for (const id of ['banTorrent', 'pinTorrent'])
      expect(
        await call(id, {
          path: `${path}/${id.slice(0, 3)}`,
          ...(id === 'banTorrent' && { body: { reason: 'x' } }),
        }),
      ).toMatchObject({ status: 409, body: { error: { code: 'removed_torrent' } } })
  })

  test('promises what is told of what is not there', async () => {
    const path = `/torrents/${randomHash().toString('hex')}`
    const asks = [
      ['findTorrent', { path }],
      ['listTorrentFiles', { path: `${path}/files` }],
      ['removeTorrent', { path }],
      ['restoreTorrent', { path: `${path}/restore` }],
      ['banTorrent', { path: `${path}/ban`, body: { reason: 'x' } }],
      ['unbanTorrent', { path: `${path}/ban` }],
      ['pinTorrent', { path: `${path}/pin` }],
      ['unpinTorrent', { path: `${path}/pin` }],
    ] as const
    for (const [id, ask] of asks) {
      expect(await call(id, ask), id).toMatchObject({
        status: 404,
        body: { error: { code: 'unknown_torrent' } },
      })
      const noHash = { ...ask, path: ask.path.replace(/[0-9a-f]{40}/, 'no-hash') }
      expect((await call(id, noHash)).status, id).toBe(422)
    }
    expect((await call('revokeToken', { path: '/tokens/999' })).status).toBe(404)
  })

  test('promises what is told of files, numbers, tokens, housekeeping and the database', async () => {
    const bytes = torrentBytes('with files')
    const added = await call('addTorrent', { path: '/torrents', headers: torrentType, body: bytes })
    const hash = textAt(added.body, 'torrent', 'info_hash')
    expect((await call('listTorrentFiles', { path: `/torrents/${hash}/files` })).body).toEqual({
      files: [
        { path: 'a/b.txt', size_bytes: 20_000 },
        { path: 'ü', size_bytes: 3 },
      ],
    })
    expect(await call('statistics', { path: '/statistics' })).toMatchObject({
      status: 200,
      body: { tracker: { announces: 0 }, database: { engine, state: 'ok' } },
    })
    const token = { path: '/tokens', body: { label: 'one', scopes: ['torrents:read'] } }
    const made = await call('createToken', token)
    expect(made.status).toBe(201)
    const id = numberAt(made.body, 'id')
    expect(listAt((await call('listTokens', { path: '/tokens' })).body, 'tokens')).toHaveLength(2)
    expect((await call('revokeToken', { path: `/tokens/${id}` })).status).toBe(200)
    const noScope = { ...token, body: { label: 'one', scopes: [] } }
    expect((await call('createToken', noScope)).status).toBe(422)
    const rehearsal = { path: '/housekeeping', body: { dry_run: true } }
    expect((await call('runHousekeeping', rehearsal)).body).toMatchObject({
      dry_run: true,
      removed: 0,
      forgotten: 0,
      torrents: [],
    })
    expect((await call('checkDatabase', { path: '/database/check' })).body).toEqual({
      problems: [],
    })
    expect((await call('reconcile', { path: '/reconcile' })).body).toMatchObject({
      differing: 0,
      differences: [],
    })
    await backUp(tracker(), call)
  })

  test('promises what is told of blocks', async () => {
    const body = { target: '2001:db8::/32', reason: 'a test' }
    expect((await call('addBlock', { path: '/blocks', body })).status).toBe(201)
    const ending = { ...body, kind: 'network', ends_at: 4_000_000_000 }
    expect((await call('addBlock', { path: '/blocks', body: ending })).status).toBe(200)
    const many = { path: '/blocks', body: { ...body, target: '::/0' } }
    expect((await call('addBlock', many)).status).toBe(422)
    expect(listAt((await call('listBlocks', { path: '/blocks' })).body, 'blocks')).toHaveLength(1)
    const target = 'target=2001%3Adb8%3A%3A%2F32'
    const preview = await call('previewBlock', { path: `/blocks/preview?${target}` })
    expect(preview.body).toMatchObject({ peers: 0, blocked_by: { reason: 'a test' } })
    const client = { path: '/blocks/preview?kind=client&target=-XL' }
    expect((await call('previewBlock', client)).body).toMatchObject({ peers: null })
    expect((await call('heaviestSources', { path: '/blocks/heaviest' })).status).toBe(200)
    const lists = await call('listBlockLists', { path: '/blocks/lists' })
    expect(lists.body).toEqual({ lists: [] })
    expect((await call('removeBlock', { path: `/blocks?${target}` })).status).toBe(200)
    expect((await call('removeBlock', { path: `/blocks?${target}` })).status).toBe(404)
  })

  test('promises what a client would be told', async () => {
    const asked = { path: '/explain', body: { subject: '00'.repeat(20), from: '2001:db8::1' } }
    const explained = await call('explainAnnounce', asked)
    expect(explained.body).toMatchObject({ running: true, failure: 'torrent-unregistered' })
    const nonsense = { path: '/explain', body: { subject: 'nonsense' } }
    expect((await call('explainAnnounce', nonsense)).status).toBe(422)
  })

  test('promises what is told of members', async () => {
    const body = { name: 'Alice' }
    const added = await call('addMember', { path: '/members', body: { ...body, role: 'uploader' } })
    expect(added).toMatchObject({ status: 201, body: { role: 'uploader', has_password: false } })
    expect((await call('addMember', { path: '/members', body })).status).toBe(409)
    const long = { name: 'x'.repeat(33) }
    expect((await call('addMember', { path: '/members', body: long })).status).toBe(422)
    const listed = await call('listMembers', { path: '/members?limit=1' })
    expect(listAt(listed.body, 'members')).toHaveLength(1)
    const role = { path: '/members/role', body: { ...body, role: 'moderator' } }
    expect((await call('setMemberRole', role)).body).toMatchObject({ role: 'moderator' })
    const suspended = await call('suspendMember', { path: '/members/suspend', body })
    expect(suspended.body).toMatchObject({ name: 'Alice', state: 'suspended' })
    const link = { path: '/members/link', body }
    expect((await call('createMemberLink', link)).status).toBe(409)
    const restored = await call('restoreMember', { path: '/members/restore', body })
    expect(restored.body).toMatchObject({ state: 'active' })
    expect((await call('createMemberLink', link)).status).toBe(201)
    const found = await call('findMember', { path: '/members/one?name=alice' })
    expect(found.body).toMatchObject({ name: 'Alice' })
    const ban = { path: '/members/ban', body: { ...body, reason: 'spam' } }
    expect((await call('banMember', ban)).body).toMatchObject({ ban: { reason: 'spam' } })
    const unban = { path: '/members/unban', body }
    expect((await call('unbanMember', unban)).body).toMatchObject({ ban: null })
    const grant = { path: '/points/grant', body: { ...body, amount: 5, reason: 'maps', key: 'a' } }
    for (const is_new of [true, false])
      expect((await call('grantPoints', grant)).body).toMatchObject({ balance: 5, is_new })
    const take = { ...grant, body: { ...grant.body, amount: -6, key: 'b' } }
    expect((await call('grantPoints', take)).status).toBe(409)
    expect((await call('listPoints', { path: '/points?name=alice&limit=1' })).body).toMatchObject({
      balance: 5,
      from_torrents: 0,
      entries: [{ kind: 'staff', amount: 5, reason: 'maps', torrent: null }],
      next: null,
    })
    const nobody = { path: '/members/suspend', body: { name: 'nobody' } }
    expect((await call('suspendMember', nobody)).status).toBe(404)
  })

  test('promises what is told of a hand-over', async () => {
    const { status, body } = await call('handOver', { path: '/handover' })
    expect([status, body]).toEqual([200, { pid: someNumber, has_swarms: true }])
    expect((await call('statistics', { path: '/statistics' })).status).toBe(200)
  })

  test('has no operation that was not called, and none that fails', () => {
    const good = [...api.answered].filter(([, statuses]) => statuses.has(200) || statuses.has(201))
    // Those of galleries are called on a tracker that has some.
    const elsewhere = new Set([...galleryRoutes, ...galleryTorrentRoutes].map(({ id }) => id))
    const expected = api.operations.map(({ id }) => id).filter((id) => !elsewhere.has(id))
    // PostgreSQL has programs of its own for copies.
    const called = expected.filter((id) => engine === 'sqlite' || id !== 'backupDatabase')
    expect(good.map(([id]) => id).toSorted()).toEqual(called.toSorted())
  })
})

function refused(code: string): object {
  return { outcome: 'refused', info_hash: null, error: { code, message: someText } }
}

const torrentType = { 'content-type': 'application/x-bittorrent' }

function torrentBytes(name = 'a file'): Buffer {
  return makeTorrent({
    format: 'hybrid',
    name,
    files: [
      { path: ['a', 'b.txt'], content: content(20_000, name.length) },
      { path: ['ü'], content: content(3) },
    ],
    pieceLength: 16_384,
  })
}

/** SQLite is copied; PostgreSQL says which of its own programs does that. */
async function backUp(
  tracker: RegisteredTracker,
  call: (id: string, ask: Ask) => Promise<{ readonly status: number }>,
): Promise<void> {
  const file = join(tracker.dataDirectory, 'copy.db')
  const { status } = await call('backupDatabase', { path: '/database/backup', body: { file } })
  expect(status).toBe(tracker.settings['database.url']?.startsWith('sqlite') === true ? 201 : 422)
  const relative = { path: '/database/backup', body: { file: 'copy.db' } }
  expect((await call('backupDatabase', relative)).status).toBe(422)
}
