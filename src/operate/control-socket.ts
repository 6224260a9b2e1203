/**
 * The control socket: the JSON API over HTTP on a unix socket in the data directory, by which the command line reaches a
 * running server. Only the owner can connect, and may do everything.
 */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { Server } from 'node:http'
import fastify, { type FastifyInstance } from 'fastify'
import { StartError } from '#base/start-error'
import { assertShortEnough } from './control-socket-path.ts'

/** What is in flight at a stop is answered within this time, or not at all. */
const closeMs = 1000

export type ControlSocketOptions = {
  /** In the data directory, which this process has locked: a socket that is there is nobody's. */
  readonly path: string
  /** Adds what is answered. */
  readonly register: (control: FastifyInstance) => Promise<void>
}

export type ControlSocket = {
  /** Takes no new connections; those that are open are answered. */
  readonly pause: () => Promise<void>
  readonly resume: () => Promise<void>
  /** Answers what is in flight, within a second. */
  readonly close: () => Promise<void>
}

/** Throws StartError where the socket cannot be made. */
export async function openControlSocket(options: ControlSocketOptions): Promise<ControlSocket> {
  const { path, register } = options
  assertShortEnough(path)
  const control = fastify({ logger: false, forceCloseConnections: 'idle' })
  await register(control)
  await control.ready()
  const { server } = control
  let closed = await open(server, path)
  return {
    // Closing takes the socket's file away at once, and resolves when nobody is connected.
    pause: async () => {
      server.close()
      await Promise.resolve()
    },
    resume: async () => {
      closed = await open(server, path)
    },
    close: async () => {
      if (server.listening) server.close()
      // An import that is under way would go on for as long as it is answered.
      const cutting = setTimeout(() => server.closeAllConnections(), closeMs)
      await closed.end
      clearTimeout(cutting)
      await control.close()
    },
  }
}

/** Resolves, when it listens, with a promise of the end of that. */
async function open(server: Server, path: string): Promise<{ readonly end: Promise<unknown> }> {
  try {
    rmSync(path, { force: true })
    await listen(server, path)
  } catch (error) {
    throw new StartError(
      `data.directory: the control socket ${path} cannot be made (${String(error)}); make sure that this user may write there, on a file system that has sockets`,
    )
  }
  return { end: once(server, 'close') }
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
