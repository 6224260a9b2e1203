/** What pages that need the database answer while it is away: that it is, and when to ask again. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { StorageError } from '#index/storage/storage-error'
import type { MakeShell, Shell } from '../shell.ts'
import { sendError } from './errors.ts'

export type WhileAwayOptions = {
  /** When somebody who found the database away may try again. */
  readonly afterSeconds?: number
  /** For pages that say it in words of their own. */
  readonly send?: (request: FastifyRequest, reply: FastifyReply, shell: Shell) => FastifyReply
}

/** A handler of errors. */
export function sendWhileAway(
  shell: MakeShell,
  { afterSeconds = 5, send = sendAway }: WhileAwayOptions = {},
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    // The site knows what to say of everything else.
    if (!(error instanceof StorageError)) throw error
    reply.header('Retry-After', afterSeconds)
    return send(request, reply, shell(request))
  }
}

function sendAway(request: FastifyRequest, reply: FastifyReply, shell: Shell): FastifyReply {
  return sendError(request, reply, shell, 503)
}
