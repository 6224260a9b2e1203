/** A server over TLS that would answer as a tracker, for whoever trusts its certificate. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from '../../support/self-signed-certificate.ts'

export type TlsServer = { readonly port: number; [Symbol.asyncDispose](): Promise<void> }

export async function serveTls({ certificate, key }: Certificate): Promise<TlsServer> {
  const server = createServer({ cert: certificate, key }, (_request, reply) =>
    reply.end('d5:filesdee'),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
