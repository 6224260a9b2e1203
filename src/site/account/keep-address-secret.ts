/** Pages that have a secret in their address. */
import type { FastifyReply } from 'fastify'

/**
 * The secret stands in the address of its page, which browsers so tell nobody, this site included. With `no-referrer`
 * alone they would send the form with `Origin: null`, as from anywhere; it is for those that do not know the other, and
 * the last one that a browser knows counts (W3C Referrer Policy, section 8.1).
 */
export function keepAddressSecret(reply: FastifyReply): void {
  reply.header('Referrer-Policy', 'no-referrer, strict-origin')
}
