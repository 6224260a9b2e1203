/** Calls the API in this process, over a database that was opened for it: the same routes, without a socket. */
import fastify, { type FastifyInstance } from 'fastify'
import { type ApiClient, createApiClient } from './api-client.ts'

/** `register` adds what is answered; `close` is called when the client is closed. */
export async function createLocalClient(
  register: (local: FastifyInstance, onFault: (error: unknown) => void) => Promise<void>,
  close: () => Promise<void>,
): Promise<ApiClient> {
  let fault: unknown
  const local = fastify({ logger: false })
  await register(local, (error) => (fault ??= error))
  return createApiClient(
    async ({ method, url, headers, body }) => {
      const payload = body === undefined ? {} : { payload: Buffer.from(body) }
      const answer = await local.inject({ method, url, headers, ...payload })
      // Nobody else would tell of it.
      if (fault !== undefined) throw fault
      return { status: answer.statusCode, body: answer.body }
    },
    async () => {
      await local.close()
      await close()
    },
  )
}
