/** What a member may do through the API with a token of their own: upload as themselves, and have their personal files. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { createBlocks } from '#index/blocks/blocks'
import { createOfflineTracker } from '#index/blocks/offline-tracker'
import { OwnBlocks } from '#index/blocks/own-blocks'
import { RuleLists } from '#index/blocks/rule-lists'
import type { Gallery } from '#index/galleries/gallery'
import type { Database } from '#index/storage/database'
import { openDatabase } from '#index/storage/open-database'
import type { ApiParts } from '#operate/api/api-parts'
import { createApiParts } from '#operate/api/create-api-parts'
import { registerApi } from '#operate/api/register-api'
import { usualRules } from '../galleries/gallery-torrents-on.ts'
import { single } from '../metainfo/bases.ts'
import { galleryIn, newGallery } from '../storage/sample-galleries.ts'
import { petitionRules } from '../support/petition-rules.ts'
import { purgeRules } from '../support/purge-rules.ts'
import { freshDirectory } from '../support/waggle.ts'
import { numberAt, textAt } from './json.ts'

const dataDirectory = freshDirectory()
const clock = systemClock
let database: Database
let parts: ApiParts
let api: FastifyInstance

beforeAll(async () => {
  const own = OwnBlocks.open(join(dataDirectory, 'blocks.jsonl'))
  const lists = new RuleLists(clock, () => Promise.resolve())
  const tracker = createOfflineTracker({ own, lists, clock, deniesInfoHashes: true })
  database = await openDatabase({ url: 'sqlite:test.db', dataDirectory, clock })
  parts = createApiParts({
    database,
    blocks: createBlocks({ own, tracker, clock }),
    clock,
    changes: { changed: () => {} },
    flush: () => Promise.resolve(),
    idleDays: () => 0,
    live: () => undefined,
    room: () => 1000,
    siteAddress: () => 'https://site.example',
    administratorMade: () => {},
    gallery: {
      dataDirectory,
      categories: () => ['Misc'],
      announceBases: () => ['http://tracker.example'],
      uploadRules: () => usualRules,
      uploadLimit: () => ({ uncompletedUploads: 2, uncompletedHours: 24 }),
      petitionRules: () => petitionRules,
      purgeRules: () => purgeRules,
      siteName: () => 'Waggle',
    },
  })
  for (const name of ['Alice', 'Bob']) await parts.members.add(name, 'member', 'operator')
  await database.galleries.add([newGallery()])
  api = fastify()
  const faults: unknown[] = []
  const onFault = (error: unknown): void => void faults.push(error)
  await registerApi(api, { parts, door: 'public', isLimited: false, onFault })
})
afterAll(async () => {
  await api.close()
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})

async function tokenOf(name: string): Promise<string> {
  const member = await parts.members.findByName(name)
  const made = await parts.tokens.createFor(member, 'mine', ['torrents:upload', 'torrents:read'])
  return `Bearer ${made.secret}`
}

async function upload(authorization: string, query = '') {
  return await api.inject({
    method: 'POST',
    url: `/api/v1/galleries/1/torrents${query}`,
    headers: { authorization, 'content-type': 'application/x-bittorrent' },
    payload: single('v1', { source: crypto.randomUUID() }),
  })
}

test('what is uploaded with it is theirs, without a name or with their own', async () => {
  const authorization = await tokenOf('Alice')
  for (const query of ['', '?uploader=ALICE']) {
    const answer = await upload(authorization, query)
    expect([answer.statusCode, answer.json()]).toMatchObject([201, { uploader: { name: 'Alice' } }])
  }
  const [entry] = await database.audit.latest(1)
  expect(entry).toMatchObject({
    action: 'torrent.upload',
    actor: expect.stringMatching(/^token \d+$/) as unknown,
  })
})

test('nothing is uploaded in the name of another, and no file of theirs is handed out', async () => {
  const authorization = await tokenOf('Alice')
  const refused = await upload(authorization, '?uploader=bob')
  expect([refused.statusCode, refused.json()]).toMatchObject([
    403,
    { error: { code: 'other_member' } },
  ])
  const hash = textAt((await upload(authorization)).json(), 'info_hash')
  const url = `/api/v1/torrents/${hash}/personal-file`
  const theirs = await api.inject({ url: `${url}?member=bob`, headers: { authorization } })
  expect(theirs.statusCode).toBe(403)
  const own = await api.inject({ url, headers: { authorization } })
  const alice = await parts.members.findByName('alice')
  const key = await database.members.torrentKey(alice.id)
  expect(own.rawPayload.includes(`http://tracker.example/1/${alice.id}x${key}/announce`)).toBe(true)
})

test('a member who has uploaded too much waits, and the operator does not', async () => {
  await parts.members.add('Carol', 'member', 'operator')
  const authorization = await tokenOf('Carol')
  for (let count = 0; count < 3; count++) expect((await upload(authorization)).statusCode).toBe(201)
  const refused = await upload(authorization)
  expect([refused.statusCode, refused.json()]).toMatchObject([429, { error: { code: 'flood' } }])
  const { secret } = await parts.tokens.create('import', ['torrents:upload'], 'operator')
  const taken = await upload(`Bearer ${secret}`, '?uploader=carol')
  expect(taken.statusCode).toBe(201)
})

test('the files of what the staff has banned are told to the staff alone', async () => {
  await parts.members.add('Dora', 'member', 'operator')
  const mine = await tokenOf('Dora')
  const { secret } = await parts.tokens.create('staff', ['torrents:read'], 'operator')
  const hash = textAt((await upload(mine)).json(), 'info_hash')
  const filesFor = async (authorization: string): Promise<unknown> =>
    (await api.inject({ url: `/api/v1/torrents/${hash}/files`, headers: { authorization } })).json()
  const files = { files: [{ path: 'test.bin', size_bytes: 40 * 1024 }] }
  expect(await filesFor(mine)).toEqual(files)
  const ban = { reason: 'spam', isPublic: true }
  await parts.torrents.ban(Buffer.from(hash, 'hex'), ban, 'operator')
  expect([await filesFor(mine), await filesFor(`Bearer ${secret}`)]).toEqual([{ files: [] }, files])
  await parts.members.setRole('Dora', 'moderator', 'operator')
  expect(await filesFor(mine)).toEqual(files)
})

/** What a member, one of the staff and the operator are answered. */
async function answersTo(path: string, who: readonly string[]): Promise<unknown[]> {
  return await Promise.all(
    who.map(async (authorization) => {
      const answer = await api.inject({ url: `/api/v1${path}`, headers: { authorization } })
      return answer.statusCode === 200 ? answer.json() : answer.statusCode
    }),
  )
}

test('why something is banned is told to the staff alone, where it is not told to clients', async () => {
  await parts.members.add('Emil', 'member', 'operator')
  await parts.members.add('Mona', 'moderator', 'operator')
  const who = [await tokenOf('Emil'), await tokenOf('Mona')]
  const hash = textAt((await upload(who[0] ?? '')).json(), 'info_hash')
  const reasons = async (path: string): Promise<unknown[]> =>
    (await answersTo(path, who)).map((body) => JSON.stringify(body).match(/"reason":(\S+?),/)?.[1])
  for (const isPublic of [false, true]) {
    await parts.torrents.ban(Buffer.from(hash, 'hex'), { reason: 'spam', isPublic }, 'operator')
    const told = [isPublic ? '"spam"' : 'null', '"spam"']
    expect(await reasons(`/torrents/${hash}`)).toEqual(told)
    expect(await reasons('/torrents?state=banned&order=added&limit=1')).toEqual(told)
  }
})

test('a removed gallery is there for its owner and the staff, and its title in none of its torrents', async () => {
  const names = ['Frida', 'Gus', 'Nora'] as const
  const roles = { Frida: 'uploader', Gus: 'member', Nora: 'moderator' } as const
  for (const name of names) await parts.members.add(name, roles[name], 'operator')
  const owner = await parts.members.findByName('Frida')
  const facts = { title: 'Hidden title', ownerId: owner.id, externalId: 'old-1' }
  const [{ id }] = (await database.galleries.add([newGallery(facts)])).map((one) =>
    galleryIn(one),
  ) as [Gallery]
  const who = await Promise.all(
    names.map(async (name) => {
      const member = await parts.members.findByName(name)
      const scopes = ['galleries:read', 'torrents:read'] as const
      return `Bearer ${(await parts.tokens.createFor(member, 'mine', scopes)).secret}`
    }),
  )
  const headers = {
    authorization: await tokenOf('Frida'),
    'content-type': 'application/x-bittorrent',
  }
  const payload = single('v1', { source: crypto.randomUUID() })
  const url = `/api/v1/galleries/${id}/torrents`
  expect((await api.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(201)
  await parts.galleries?.setState(id, 'removed', 'a takedown', 'operator')
  const seen = async (path: string): Promise<unknown[]> =>
    (await answersTo(path, who)).map((body) =>
      typeof body === 'number' ? body : JSON.stringify(body).includes('Hidden title'),
    )
  expect(await seen(`/galleries/${id}`)).toEqual([true, 404, true])
  expect(await seen(`/galleries/${id}/versions`)).toEqual([true, 404, true])
  for (const query of ['state=removed', 'state=all&limit=1000', 'external_id=old-1'])
    expect(await seen(`/galleries?${query}`), query).toEqual([true, false, true])
  // Nobody but the staff is told of which gallery a torrent is.
  for (const path of [`/galleries/${id}/torrents`, `/search/torrents?search=gid:${id}`])
    expect(await seen(path), path).toEqual([false, false, true])
  const torrents = { torrents: [{ gallery: { id, title: null } }] }
  expect(await answersTo(`/search/torrents?search=gid:${id}`, who)).toMatchObject([
    torrents,
    torrents,
    { torrents: [{ gallery: { id, title: 'Hidden title' } }] },
  ])
})

test('a number in a path or a query is written in digits', async () => {
  const { secret } = await parts.tokens.create('read', ['galleries:read'], 'operator')
  const headers = { authorization: `Bearer ${secret}` }
  const statusOf = async (path: string): Promise<number> =>
    (await api.inject({ url: `/api/v1/galleries${path}`, headers })).statusCode
  expect([await statusOf('/1'), await statusOf('?after=0&limit=1')]).toEqual([200, 200])
  for (const path of [
    '/0x1',
    '/1e0',
    '/%201',
    '/1.0',
    '/+1',
    '?after=0x0',
    '?limit=1e2',
    '?limit=',
  ])
    expect(await statusOf(path), path).toBe(422)
})

test('a search is told what of it is not looked for, however long it is', async () => {
  const { secret } = await parts.tokens.create('read', ['galleries:read'], 'operator')
  const headers = { authorization: `Bearer ${secret}` }
  const notUnderstood = async (search: string): Promise<unknown> => {
    const url = `/api/v1/search/galleries?search=${encodeURIComponent(search)}`
    const answer = await api.inject({ url, headers })
    expect(answer.statusCode).toBe(200)
    return answer.json<{ not_understood: unknown }>().not_understood
  }
  const ids = Array.from({ length: 20 }, (_, index) => `-gid:${index + 100}`)
  expect(await notUnderstood(ids.join(' '))).toEqual(ids.slice(16))
  expect(await notUnderstood(`maps ${'x'.repeat(990)} atlas`)).toEqual(['atlas'])
})

test('a member who is kept out uploads nothing any more', async () => {
  const authorization = await tokenOf('Bob')
  expect(numberAt((await upload(authorization)).json(), 'uploader', 'id')).toBeGreaterThan(0)
  await parts.members.suspend('Bob', 'operator')
  expect((await upload(authorization)).statusCode).toBe(401)
})

test('a block that a program makes or lifts is in the audit log, without what it is about', async () => {
  const { secret } = await parts.tokens.create('blocks', ['blocks:write'], 'operator')
  const headers = { authorization: `Bearer ${secret}` }
  const payload = { target: '203.0.113.0/24', reason: 'scans' }
  for (const [status, text] of [
    [201, 'block.add'],
    [200, 'block.change'],
  ] as const) {
    const answer = await api.inject({ method: 'POST', url: '/api/v1/blocks', headers, payload })
    expect([answer.statusCode, (await database.audit.latest(1))[0]]).toMatchObject([
      status,
      { action: text, target: expect.stringMatching(/^network block [0-9a-f]{8}$/) as unknown },
    ])
  }
  const url = '/api/v1/blocks?target=203.0.113.0/24'
  expect((await api.inject({ method: 'DELETE', url, headers })).statusCode).toBe(200)
  const log = await database.audit.latest(100)
  expect(log[0]).toMatchObject({ action: 'block.remove', detail: '' })
  expect(JSON.stringify(log)).not.toContain('203.0.113')
})
