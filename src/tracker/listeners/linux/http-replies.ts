/**
 * HTTP around the bodies: the head of a reply, written backwards in front of a body that is in its place, and the
 * replies that are always the same (conformance T16, T17). Those all end their connection.
 */

import { assert } from '#base/assert'
import { httpHeadBytes } from '#tracker/announce/http-answer'
import { ascii, writeBytesBackwards } from '#tracker/wire/bytes'
import { writeDecimalBackwards } from '#tracker/wire/decimal'
import { plainReply, type RefusalStatus, refusalReply } from '../refusal-reply.ts'

/** What a reply says about its connection: nothing where the version implies it (RFC 9112 section 9.3). */
export const Persistence = { implied: 0, closed: 1, kept: 2 } as const
export type Persistence = (typeof Persistence)[keyof typeof Persistence]

/** What every head begins with. It is kept where it can be copied from, which is faster than writing it. */
export const replyHeadStart = ascii(
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ',
)
const afterLength: readonly Uint8Array[] = [
  '\r\n\r\n',
  '\r\nConnection: close\r\n\r\n',
  '\r\nConnection: keep-alive\r\n\r\n',
].map(ascii)

assert(
  afterLength.every((text) => replyHeadStart.length + 10 + text.length <= httpHeadBytes),
  'every head fits in front of a body',
)

/**
 * Writes the head of a reply whose body stands from `start` to `end`; gives the index of its first byte.
 * `replyHeadStart` stands at `headStartAt`.
 */
export function writeReplyHead(
  out: Uint8Array,
  headStartAt: number,
  start: number,
  end: number,
  persistence: Persistence,
): number {
  const lengthEnd = writeBytesBackwards(out, start, afterLength[persistence] as Uint8Array)
  const lengthAt = writeDecimalBackwards(out, lengthEnd, end - start)
  const at = lengthAt - replyHeadStart.length
  out.copyWithin(at, headStartAt, headStartAt + replyHeadStart.length)
  return at
}

/** The head of a reply whose end is that of its connection. */
export const streamHeads = {
  plain: ascii('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n'),
  gzip: ascii(
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n',
  ),
} as const

/** The reply to a request that is not answered, by its status. */
export const refusals: { readonly [Status in RefusalStatus]: Uint8Array } = {
  400: ascii(refusalReply(400)),
  404: ascii(refusalReply(404)),
  405: ascii(refusalReply(405)),
  408: ascii(refusalReply(408)),
  413: ascii(refusalReply(413)),
  414: ascii(refusalReply(414)),
  431: ascii(refusalReply(431)),
  501: ascii(refusalReply(501)),
  505: ascii(refusalReply(505)),
}

/** 405 without the text, for HEAD. */
export const headRefusal = ascii(refusalReply(405).replace(/\r\n\r\n[^]*$/, '\r\n\r\n'))

/** What a browser gets that opens the tracker: where the site is, if there is one. */
export function rootReply(siteUrl: string, rootText: string): Uint8Array {
  const text = `${rootText}\n`
  return ascii(
    siteUrl === ''
      ? plainReply('200 OK', '', text)
      : plainReply('302 Found', `Location: ${siteUrl}\r\n`, text),
  )
}
