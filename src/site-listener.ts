/**
 * The site's listening socket. Under Linux it is main's own, as the tracker's are, so that a successor has the same one and
 * no visitor is refused meanwhile; elsewhere Fastify opens it.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { duplicate } from '#base/descriptors'
import { libc } from '#base/libc'
import type { ProbedAddress } from '#operate/probe-addresses'
import type { Sockets } from './sockets.ts'

export type SiteListener = {
  /** Takes no new connections, and resolves when what has come is answered, or after some seconds. */
  readonly pause: () => Promise<void>
  readonly resume: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A page takes milliseconds; a file that is uploaded may take longer, and is cut off. */
const pauseMs = 3000
const lookMs = 20

export async function listenForSite(
  site: FastifyInstance,
  address: ProbedAddress,
  sockets: Sockets,
): Promise<SiteListener> {
  const { host, port } = address
  if (libc === undefined) {
    await site.listen({ host, port })
    return { pause: async () => {}, resume: async () => {}, close: () => site.close() }
  }
  await site.ready()
  const { server } = site
  const descriptor = sockets.take('site.listen', address)
  await listen(server, descriptor)
  return {
    pause: () => pause(server),
    resume: () => listen(server, descriptor),
    close: async () => {
      const closed = site.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The server closes what it is given. */
async function listen(server: Server, descriptor: number): Promise<void> {
  server.listen({ fd: duplicate(descriptor) })
  await once(server, 'listening')
}

async function pause(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A connection that is kept alive is idle as soon as it is answered.
  const looking = setInterval(() => server.closeIdleConnections(), lookMs)
  const late = setTimeout(() => server.closeAllConnections(), pauseMs)
  await closed
  clearInterval(looking)
  clearTimeout(late)
}
