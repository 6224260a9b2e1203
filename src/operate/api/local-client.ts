/** Calls the API in this process, over a database that was opened for it: the same routes, without a socket. */
import fastify from 'fastify'
import { type ApiClient, createApiClient } from './api-client.ts'
import type { ApiParts } from './api-parts.ts'
import { registerApi } from './register-api.ts'

/** `close` is called when the client is closed. */
export async function createLocalClient(
  parts: ApiParts,
  close: () => Promise<void>,
): Promise<ApiClient> {
  let fault: unknown
  const local = fastify({ logger: false })
  await registerApi(local, {
    parts,
    door: 'operator',
    isLimited: false,
    onFault: (error) => (fault ??= error),
  })
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
