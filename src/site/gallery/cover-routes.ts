/**
 * Serves the covers of galleries. Their names are hashes of what is in them, so a browser keeps them for a year without
 * asking; and whatever a browser might take one for, it may do nothing.
 */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { systemCode } from '#base/start-error'
import type { Covers } from '#index/galleries/covers'

const name = /^([0-9a-f]{64})(-small)?\.webp$/

export function addCoverRoutes(site: FastifyInstance, covers: Pick<Covers, 'path'>): void {
  site.get<{ Params: { name: string } }>('/covers/:name', async (request, reply) => {
    const [, hash, small] = name.exec(request.params.name) ?? []
    const picture =
      hash && (await readPicture(covers.path(hash, small === undefined ? 'large' : 'small')))
    if (!picture) return reply.callNotFound()
    return await reply
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .header('Content-Security-Policy', "sandbox; default-src 'none'")
      .header('X-Content-Type-Options', 'nosniff')
      .type('image/webp')
      .send(picture)
  })
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
