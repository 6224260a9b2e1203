/** What pages that need the database answer while it is away: that it is, and when to ask again. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { StorageError } from '#index/storage/storage-error'
import type { MakeShell } from '../shell.ts'
import { sendError } from './errors.ts'

/** When somebody who found the database away may try again. */
const awaySeconds = 5

/** A handler of errors. */
export function sendWhileAway(
  shell: MakeShell,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    // The site knows what to say of everything else.
    if (!(error instanceof StorageError)) throw error
    reply.header('Retry-After', awaySeconds)
    return sendError(request, reply, shell(request), 503)
  }
}
