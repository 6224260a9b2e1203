/**
 * The control socket: the JSON API over HTTP on a unix socket in the data directory, by which the command line reaches a
 * running server. Only the owner can connect, and may do everything.
 */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { Server, ServerResponse } from 'node:http'
import fastify, { type FastifyInstance } from 'fastify'
import { StartError } from '#base/start-error'
import { within } from '#base/within'
import { handOver } from './api/handover-route.ts'
import { apiPrefix } from './api/routes.ts'
import { assertShortEnough } from './control-socket-path.ts'

/** What is in flight at a stop is answered within this time, or not at all. */
const closeMs = 1000
/** What is in flight at a hand-over is answered within this time, or there is no hand-over. */
const pauseMs = 5000

export type ControlSocketOptions = {
  /** In the data directory, which this process has locked: a socket that is there is nobody's. */
  readonly path: string
  /** Adds what is answered. */
  readonly register: (control: FastifyInstance) => Promise<void>
}

export type ControlSocket = {
  /**
   * Takes no new connections, and resolves when what is in flight is answered, but for the request for the hand-over.
   * Rejects with StartError where that takes seconds.
   */
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
  const inFlight = answersInFlight(server)
  let closed = await open(server, path)
  return {
    // Closing takes the socket's file away at once, and resolves when nobody is connected.
    pause: async () => {
      server.close()
      if (!(await within(quiet(server, inFlight), pauseMs)))
        throw new StartError(
          'a command (an import, say) is under way at the control socket; try again when it has ended',
        )
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

/** All but that of a hand-over, whose client waits for its end. */
function answersInFlight(server: Server): ReadonlySet<ServerResponse> {
  const answers = new Set<ServerResponse>()
  server.on('request', ({ url }, response) => {
    if (url === `${apiPrefix}${handOver.path}`) return
    answers.add(response)
    response.once('close', () => answers.delete(response))
  })
  return answers
}

/** A connection that is kept alive may ask again until it is closed. */
async function quiet(server: Server, inFlight: ReadonlySet<ServerResponse>): Promise<void> {
  while (inFlight.size > 0) await Promise.all([...inFlight].map(ended))
  server.closeIdleConnections()
}

function ended(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => resolve())
  })
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
