/**
 * The control socket: the JSON API over HTTP on a unix socket in the data directory, by which the command line reaches a
 * running server. Only the owner can connect, and may do everything.
 */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { Server } from 'node:http'
import fastify from 'fastify'
import { StartError } from '#base/start-error'
import type { ApiParts } from './api/api-parts.ts'
import { registerApi } from './api/register-api.ts'
import { assertShortEnough } from './control-socket-path.ts'

export type ControlSocketOptions = {
  /** In the data directory, which this process has locked: a socket that is there is nobody's. */
  readonly path: string
  readonly parts: ApiParts
  readonly onFault: (error: unknown) => void
}

export type ControlSocket = {
  /** Answers what is in flight. */
  readonly close: () => Promise<void>
}

/** Throws StartError where the socket cannot be made. */
export async function openControlSocket(options: ControlSocketOptions): Promise<ControlSocket> {
  const { path, parts, onFault } = options
  assertShortEnough(path)
  const control = fastify({ logger: false, forceCloseConnections: 'idle' })
  await registerApi(control, { parts, door: 'operator', isLimited: false, onFault })
  await control.ready()
  try {
    rmSync(path, { force: true })
    await listen(control.server, path)
  } catch (error) {
    throw new StartError(
      `data.directory: the control socket ${path} cannot be made (${String(error)}); make sure that this user may write there, on a file system that has sockets`,
    )
  }
  return {
    close: async () => {
      control.server.close()
      control.server.closeIdleConnections()
      await once(control.server, 'close')
      await control.close()
    },
  }
}

/** The socket is nobody else's from its first moment on: it is bound before listen returns. */
async function listen(server: Server, path: string): Promise<void> {
  const mask = process.umask(0o177)
  try {
    server.listen(path)
  } finally {
    process.umask(mask)
  }
  await once(server, 'listening')
}
