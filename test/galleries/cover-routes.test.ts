/** How covers are served: for ever, as nothing but pictures, not of removed galleries, and no file beside them. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCovers } from '#index/galleries/covers'
import { addCoverRoutes } from '#site/gallery/cover-routes'
import { securityHeaders } from '#site/server/security-headers'
import { freshDirectory } from '../support/waggle.ts'
import { png } from './pictures.ts'

const directory = freshDirectory()
const covers = createCovers({ directory })
let site: FastifyInstance
let hash = ''
/** Whether a gallery that is not removed has the cover. */
let isShown = true

const keepNone = () => Promise.resolve({ result: undefined, replaced: undefined })

beforeAll(async () => {
  const pictures = await covers.make(await png(300, 300))
  hash = pictures.cover.hash
  await covers.exchange({ pictures, store: keepNone, isUsed: () => Promise.resolve(true) })
  writeFileSync(join(directory, 'secret.webp'), 'secret')
  site = fastify()
  await site.register(helmet, securityHeaders)
  site.decorateRequest('member')
  addCoverRoutes(site, { covers, galleries: { hasCover: () => Promise.resolve(isShown) } })
  await site.ready()
})
afterAll(async () => {
  await site.close()
  rmSync(directory, { recursive: true })
})

test('both sizes are served as pictures that may do nothing, and are kept for ever', async () => {
  for (const name of [`${hash}.webp`, `${hash}-small.webp`]) {
    const answer = await site.inject(`/covers/${name}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, s-maxage=86400, immutable',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    expect(answer.rawPayload.subarray(8, 12).toString()).toBe('WEBP')
  }
  const sizes = ['', '-small'].map(
    async (size) => (await site.inject(`/covers/${hash}${size}.webp`)).rawPayload.length,
  )
  const [large = 0, small = 0] = await Promise.all(sizes)
  expect(small).toBeLessThan(large)
})

test('that of a removed gallery is not there for guests', async () => {
  isShown = false
  for (const name of [`${hash}.webp`, `${hash}-small.webp`]) {
    const { statusCode, headers } = await site.inject(`/covers/${name}`)
    expect([statusCode, headers['cache-control']], name).toEqual([404, undefined])
  }
  isShown = true
})

test('nothing else is', async () => {
  for (const name of [
    `${'0'.repeat(64)}.webp`,
    `${hash}.WEBP`,
    `${hash.toUpperCase()}.webp`,
    `${hash}-large.webp`,
    hash,
    'secret.webp',
    '..%2Fsecret.webp',
    `%2e%2e%2f${'a'.repeat(61)}.webp`,
    '%00.webp',
  ]) {
    const { statusCode, headers } = await site.inject(`/covers/${name}`)
    expect([statusCode, headers['cache-control']], name).toEqual([404, undefined])
  }
})
