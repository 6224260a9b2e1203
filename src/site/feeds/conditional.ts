/**
 * Sends what a program may have already: with a tag by which it asks again, and nothing but that when it has it (RFC 9110,
 * section 13). No date is told and none counts: a list changes when something in it is renamed or taken out, too, and
 * nobody knows when that was.
 */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type Conditional = {
  readonly type: string
  readonly text: string
  /** Of `Cache-Control`. */
  readonly cache: string
}

export function sendConditional(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { type, text, cache }: Conditional,
): FastifyReply {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  reply.header('Cache-Control', cache).header('ETag', tag)
  if (isKnown(headers, tag)) return reply.code(304).send()
  return reply.type(`${type}; charset=utf-8`).send(text)
}

function isKnown({ 'if-none-match': tags = '' }: FastifyRequest['headers'], tag: string): boolean {
  // A proxy that compresses marks the tag as weak.
  const given = tags.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return given.includes(tag) || given.includes('*')
}
