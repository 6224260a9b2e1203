/** How the API reads bodies: JSON, .torrent files and pictures as they are, and nothing else. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { pictureType } from './gallery-change-routes.ts'
import { Problem } from './problem.ts'
import { torrentFileType } from './torrent-routes.ts'

export function addBodyParsers(api: FastifyInstance): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser('application/json', { parseAs: 'buffer' }, readJson)
  api.addContentTypeParser(torrentFileType, { parseAs: 'buffer' }, readAsItIs)
  api.addContentTypeParser(pictureType, { parseAs: 'buffer' }, readAsItIs)
  api.addContentTypeParser(/^image\/(?:jpeg|png|webp)$/, { parseAs: 'buffer' }, readAsItIs)
  api.addContentTypeParser('*', { parseAs: 'buffer' }, readNothing)
}

async function readJson(_request: FastifyRequest, body: Buffer): Promise<unknown> {
  return await Promise.resolve(parseJson(body.toString()))
}

async function readAsItIs(_request: FastifyRequest, body: Buffer): Promise<unknown> {
  return await Promise.resolve(body)
}

/** Programs that send no body may still name a type for it. */
async function readNothing(_request: FastifyRequest, body: Buffer): Promise<unknown> {
  if (body.length > 0) throw unknownType
  return await Promise.resolve(undefined)
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'invalid_json', 'the body is not JSON; check it with a JSON parser')
  }
}

const unknownType = new Problem(
  415,
  'unknown_type',
  `the body has a type that is not taken here; send application/json, or ${torrentFileType}`,
)
