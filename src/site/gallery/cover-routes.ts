/**
 * Serves the covers of galleries, but for those of removed ones, which only their owners and those who look after the site
 * see. Their names are hashes of what is in them, so a browser keeps them for a year without asking, and a cache that many
 * share for a day, because one may be removed; and whatever a browser might take one for, it may do nothing.
 */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { systemCode } from '#base/start-error'
import type { Covers } from '#index/galleries/covers'
import type { Galleries } from '#index/galleries/galleries'
import { type GalleryVisitor, visitorOf } from './gallery-visitor.ts'

export type CoverParts = {
  readonly covers: Pick<Covers, 'path'>
  readonly galleries: Pick<Galleries, 'hasCover'>
}

const name = /^([0-9a-f]{64})(-small)?\.webp$/

const forAll = 'public, max-age=31536000, s-maxage=86400, immutable'
const forOne = 'private, no-store'

export function addCoverRoutes(site: FastifyInstance, { covers, galleries }: CoverParts): void {
  site.get<{ Params: { name: string } }>('/covers/:name', async (request, reply) => {
    const [, hash, small] = name.exec(request.params.name) ?? []
    const picture =
      hash && (await readPicture(covers.path(hash, small === undefined ? 'large' : 'small')))
    if (!hash || !picture) return reply.callNotFound()
    const isForAll = await galleries.hasCover(hash, 'not removed')
    if (!isForAll && !(await isTheirs(visitorOf(request), hash, galleries)))
      return reply.callNotFound()
    return await reply
      .header('Cache-Control', isForAll ? forAll : forOne)
      .header('Content-Security-Policy', "sandbox; default-src 'none'")
      .header('X-Content-Type-Options', 'nosniff')
      .type('image/webp')
      .send(picture)
  })
}

/** Of a gallery that is removed. */
async function isTheirs(
  { member, may }: GalleryVisitor,
  hash: string,
  galleries: CoverParts['galleries'],
): Promise<boolean> {
  if (member === undefined) return false
  return may('moderate') || (await galleries.hasCover(hash, { ownerId: member.id }))
}

/** Undefined where there is none. */
async function readPicture(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
