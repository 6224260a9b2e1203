/** Keeps everybody who is not logged in from a page, and brings them back to it when they are. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MemberSource } from './member-hook.ts'
import { accountPath, loginPath } from './paths.ts'

export type RequireMember = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply | undefined>

/** A hook for routes. Rejects with StorageError where it cannot be known who somebody is. */
export function requireMember({ members, cookie }: MemberSource): RequireMember {
  return async (request, reply) => {
    if (request.member !== undefined) return undefined
    // Asked once more, because only this way a session that is over differs from a database that is away.
    const secret = cookie.read(request)
    if (secret !== undefined) request.member = await members.authenticate(secret)
    if (request.member !== undefined) return undefined
    const next = request.method === 'GET' ? request.url : accountPath
    return await reply.redirect(`${loginPath}?next=${encodeURIComponent(next)}`, 303)
  }
}
