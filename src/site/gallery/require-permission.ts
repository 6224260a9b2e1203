/** Keeps members from pages that they may do nothing with. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '#index/members/role'
import type { GalleryParts } from './gallery-options.ts'
import { visitorOf } from './gallery-visitor.ts'
import { sendRefused } from './send-gallery-message.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

/** A hook for routes: who is not logged in is asked to, and a member who may not is told so. */
export function requirePermission(parts: GalleryParts, permission: Permission): Hook {
  return async (request, reply) => {
    const sent = await parts.requireMember(request, reply)
    if (sent !== undefined || visitorOf(request).may(permission)) return sent
    return sendRefused(request, reply, parts)
  }
}
