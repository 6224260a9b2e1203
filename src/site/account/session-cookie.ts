/**
 * The cookie that holds a session's secret. Scripts cannot read it, and no page of another site makes a browser send it
 * with a form. With TLS its name begins with `__Host-`, which makes browsers refuse it from anybody but this very site.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionSeconds } from '#index/members/session'

export type SessionCookie = {
  readonly read: (request: FastifyRequest) => string | undefined
  readonly set: (reply: FastifyReply, secret: string) => void
  readonly clear: (reply: FastifyReply) => void
}

/** `siteUrl` is the public address or ''; a reload may change it. */
export function createSessionCookie(siteUrl: () => string): SessionCookie {
  const isSecure = (): boolean => /^https:/i.test(siteUrl())
  // oxlint-disable-next-line typescript/explicit-function-return-type
  const attributes = () =>
    ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure() }) as const
  const name = (): string => (isSecure() ? '__Host-waggle' : 'waggle-session')
  return {
    read: ({ cookies }) => cookies[name()],
    set: (reply, secret) =>
      void reply.setCookie(name(), secret, { ...attributes(), maxAge: sessionSeconds }),
    clear: (reply) => void reply.clearCookie(name(), attributes()),
  }
}
