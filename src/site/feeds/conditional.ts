/**
 * Sends what a program may have already: with a tag and a date by which it asks again, and nothing but that when it has it
 * (RFC 9110, section 13).
 */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type Conditional = {
  readonly type: string
  readonly text: string
  /** Unix seconds; 0 where there is no telling. */
  readonly updatedAt: number
  /** Of `Cache-Control`. */
  readonly cache: string
}

export function sendConditional(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { type, text, updatedAt, cache }: Conditional,
): FastifyReply {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  reply.header('Cache-Control', cache).header('ETag', tag)
  if (updatedAt > 0) reply.header('Last-Modified', new Date(updatedAt * 1000).toUTCString())
  if (isKnown(headers, tag, updatedAt)) return reply.code(304).send()
  return reply.type(`${type}; charset=utf-8`).send(text)
}

/** The date counts only where no tag is given: two things can happen within one second. */
function isKnown(headers: FastifyRequest['headers'], tag: string, updatedAt: number): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers
  if (tags === undefined) return updatedAt > 0 && Date.parse(since ?? '') >= updatedAt * 1000
  // A proxy that compresses marks the tag as weak.
  const given = tags.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return given.includes(tag) || given.includes('*')
}
