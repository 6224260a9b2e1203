/**
 * How somebody wants to see lists of galleries: as rows or as covers. It is chosen by a link and remembered in a cookie,
 * which says nothing else and is read by nothing else.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../server/query-text.ts'

export const galleryLooks = ['compact', 'covers'] as const
export type GalleryLook = (typeof galleryLooks)[number]

const cookieName = 'waggle-look'
const yearSeconds = 365 * 86_400

/** The one that the address asks for, which is then remembered, or the one remembered. */
export function lookOf(request: FastifyRequest, reply: FastifyReply): GalleryLook {
  const asked = readLook(queryText(request.query, 'look'))
  if (asked === undefined) return readLook(request.cookies[cookieName]) ?? 'compact'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: yearSeconds } as const
  void reply.setCookie(cookieName, asked, attributes)
  return asked
}

function readLook(text: string | undefined): GalleryLook | undefined {
  return galleryLooks.find((look) => look === text)
}
