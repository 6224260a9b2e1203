/**
 * After a refusal a connection may go on or end (T7, T16), but it may not hang or mix up what follows.
 */
import { expect } from 'vitest'
import { expectedReply } from './announce-reply.ts'
import { announceTarget } from './announce-url.ts'
import { requestText } from './http-request.ts'
import { randomHash } from './random-hash.ts'
import type { HttpConnection } from './raw-http.ts'

/** Expects that the connection still answers an announce, or has ended without another word. */
export async function expectUsableOrEnded(connection: HttpConnection): Promise<void> {
  await connection.send(requestText(announceTarget(randomHash())))
  const reply = connection.response().catch(() => null)
  const next = await Promise.race([reply, connection.ending().then(() => null)])
  if (next !== null) expect(next.body).toEqual(expectedReply({ complete: 1 }))
}
