import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { type Blocks, createBlocks } from '#index/blocks/blocks'
import { createOfflineTracker } from '#index/blocks/offline-tracker'
import { OwnBlocks } from '#index/blocks/own-blocks'
import { RuleLists } from '#index/blocks/rule-lists'
import type { Database } from '#index/storage/database'
import { openDatabase } from '#index/storage/open-database'
import type { ApiParts } from './api-parts.ts'
import { createApiParts } from './create-api-parts.ts'
import { openApiDocument } from './openapi.ts'
import { registerApi, registerBlockApi } from './register-api.ts'

const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-api-'))

function localBlocks(): Blocks {
  const own = OwnBlocks.open(join(dataDirectory, 'blocks.jsonl'))
  const lists = new RuleLists(systemClock, () => Promise.resolve())
  const tracker = createOfflineTracker({ own, lists, clock: systemClock, deniesInfoHashes: true })
  return createBlocks({ own, tracker, clock: systemClock })
}

let database: Database
let parts: ApiParts
beforeAll(async () => {
  database = await openDatabase({ url: 'sqlite:api.db', dataDirectory, clock: systemClock })
  parts = createApiParts({
    database,
    blocks: localBlocks(),
    clock: systemClock,
    changes: { changed: () => {} },
    flush: () => Promise.resolve(),
    idleDays: () => 7,
    live: () => undefined,
    room: () => 1000,
    siteAddress: () => '',
    administratorMade: () => {},
  })
})
afterAll(async () => {
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})

function ignored(): void {}

/** `GET /torrents`, as Fastify was told. */
async function routesOf(door: 'public' | 'operator' | 'blocks'): Promise<string[]> {
  const server = fastify()
  const found: string[] = []
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) found.push(`${one} ${url.replace('/api/v1', '')}`)
  })
  if (door === 'blocks') await registerBlockApi(server, { parts, onFault: ignored })
  else await registerApi(server, { parts, door, isLimited: true, onFault: ignored })
  await server.ready()
  await server.close()
  return found.filter((route) => !route.startsWith('HEAD ')).toSorted()
}

/** The same, as the document says. */
function documentedRoutes(tag: (one: string) => boolean): string[] {
  const { paths } = openApiDocument() as {
    paths: Record<string, Record<string, { tags: string[] }>>
  }
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { tags }]) =>
        tags.some(tag) ? [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`] : [],
      ),
    )
    .concat('GET /openapi.json')
    .toSorted()
}

describe('every route that is answered is in the document, and the other way round', () => {
  test('at the control socket', async () => {
    expect(await routesOf('operator')).toEqual(documentedRoutes(() => true))
  })

  test('at the control socket of a mode without a database, those that need none', async () => {
    const expected = documentedRoutes(() => true).filter((route) =>
      / \/(?:blocks|explain|handover|openapi)/.test(route),
    )
    expect(await routesOf('blocks')).toEqual(expected)
    expect(expected.length).toBeGreaterThan(5)
  })

  test('at the site, without those of the operator', async () => {
    expect(await routesOf('public')).toEqual(documentedRoutes((tag) => tag === 'public'))
  })
})

test('every reference in the document leads somewhere', () => {
  const document = openApiDocument()
  const { components } = document as { components: { schemas: object } }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)]
  const names = references.map(([, reference = '']) =>
    reference.replace('#/components/schemas/', ''),
  )
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !Object.hasOwn(components.schemas, name))).toEqual([])
})

describe('a fault of ours', () => {
  test('is told as one, without what it was, and goes to the log', async () => {
    const faults: unknown[] = []
    const server = fastify()
    const broken: ApiParts = {
      ...parts,
      torrents: { ...parts.torrents, list: () => Promise.reject(new Error('secret detail')) },
    }
    const onFault = (error: unknown): void => void faults.push(error)
    await registerApi(server, { parts: broken, door: 'operator', isLimited: false, onFault })
    const answer = await server.inject('/api/v1/torrents')
    await server.close()
    expect(answer.statusCode).toBe(500)
    expect(answer.body).toBe(
      '{"error":{"code":"internal_error","message":"this is a fault of the server; its log has more about it"}}',
    )
    expect(faults).toEqual([new Error('secret detail')])
  })
})

describe('a method that a path does not have', () => {
  test('is told, with those that it has', async () => {
    const server = fastify()
    await registerApi(server, { parts, door: 'operator', isLimited: false, onFault: ignored })
    const hash = 'a'.repeat(40)
    const wrong = await server.inject({ method: 'POST', url: `/api/v1/torrents/${hash}/ban?x=1` })
    const document = await server.inject({ method: 'DELETE', url: '/api/v1/openapi.json' })
    const nowhere = await server.inject({ method: 'POST', url: '/api/v1/torrents/one/two/three' })
    await server.close()
    expect(wrong.statusCode).toBe(405)
    expect(wrong.headers['allow']).toBe('PUT, DELETE')
    expect(wrong.json()).toEqual({
      error: { code: 'wrong_method', message: 'POST is not for this route; it has PUT, DELETE' },
    })
    expect([document.statusCode, document.headers['allow']]).toEqual([405, 'GET, HEAD'])
    expect([nowhere.statusCode, nowhere.headers['allow']]).toEqual([404, undefined])
  })

  test('gives away no route of the operator at the public door', async () => {
    const server = fastify()
    await registerApi(server, { parts, door: 'public', isLimited: false, onFault: ignored })
    const answer = await server.inject({ method: 'GET', url: '/api/v1/database/backup' })
    await server.close()
    expect([answer.statusCode, answer.headers['allow']]).toEqual([404, undefined])
  })
})
