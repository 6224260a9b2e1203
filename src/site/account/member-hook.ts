/** Finds out who is logged in, once for each request that comes with a session: `request.member`. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { assert } from '#base/assert'
import type { Members } from '#index/members/members'
import type { SessionWithMember } from '#index/members/session-repository'
import type { SessionCookie } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in, with the session; undefined for everybody else, and while the database is away. */
    member: SessionWithMember | undefined
  }
}

export type MemberSource = { readonly members: Members; readonly cookie: SessionCookie }

export function addMemberHook(site: FastifyInstance, { members, cookie }: MemberSource): void {
  site.decorateRequest('member')
  site.addHook('onRequest', async (request) => {
    const secret = cookie.read(request)
    // The same for everybody, and asked for several times with each page.
    if (secret === undefined || request.url.startsWith('/assets/')) return
    // The tracker's pages are there without a database, too; those that need it say that it is away.
    request.member = await members.authenticate(secret).catch(() => undefined)
  })
}

/** Of a request that only members get through with. */
export function memberOf({ member }: FastifyRequest): SessionWithMember {
  assert(member !== undefined, 'this page is for members, and somebody else got there')
  return member
}
