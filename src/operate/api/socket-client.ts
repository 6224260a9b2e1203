/** Calls the API of a running server through its control socket. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { StartError, systemCode } from '#base/start-error'
import { type ApiClient, createApiClient, type RawRequest, type RawResponse } from './api-client.ts'
import { type Patience, untilHung, usualPatience } from './server-watch.ts'

/** Whether a server listens at the socket. Throws StartError where this user may not ask it. */
export async function isListening(path: string): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error) => {
      if (['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(systemCode(error))) resolve(false)
      else reject(notUsable(path, error))
    })
  })
}

export function createSocketClient(path: string, patience = usualPatience): ApiClient {
  const agent = new Agent({ keepAlive: true })
  return createApiClient(
    (request) => sendWatched({ path, agent, patience }, request),
    async () => {
      agent.destroy()
      await Promise.resolve()
    },
  )
}

type Way = { readonly path: string; readonly agent: Agent; readonly patience: Patience }

/** A server that hangs is given up. */
async function sendWatched(way: Way, request: RawRequest): Promise<RawResponse> {
  const over = new AbortController()
  const hanging = untilHung(way.path, way.patience, over.signal).then(
    () => Promise.reject(hung(way)),
    // It was answered.
    () => new Promise<never>(() => {}),
  )
  try {
    return await Promise.race([send(way, request, over.signal), hanging])
  } finally {
    over.abort()
  }
}

async function send(
  { path: socketPath, agent }: Way,
  request: RawRequest,
  signal: AbortSignal,
): Promise<RawResponse> {
  const { method, url, headers: given, body } = request
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  const headers = { ...given, 'content-length': length }
  return await new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(interrupted(socketPath, error))
    const sent = httpRequest(
      { socketPath, agent, method, path: url, headers, signal },
      (response) => void readResponse(response).then(resolve, fail),
    )
    sent.on('error', fail)
    sent.end(body)
  })
}

async function readResponse(response: IncomingMessage): Promise<RawResponse> {
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  return { status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() }
}

function hung({ path, patience: { silenceMs, answerMs } }: Way): StartError {
  const seconds = Math.round((silenceMs + answerMs) / 1000)
  return new StartError(
    `the server at ${path} has not answered for ${seconds} s, not even to say that it lives, so this may be done or not; look at its log, and restart it if it hangs`,
  )
}

function notUsable(path: string, error: unknown): StartError {
  const isForbidden = ['EACCES', 'EPERM'].includes(systemCode(error))
  return new StartError(
    isForbidden
      ? `${path} may be used by the user that the server runs as, and by nobody else; run this as that one, with sudo -u`
      : `the server at ${path} cannot be reached (${String(error)}); look whether it runs`,
  )
}

function interrupted(path: string, error: unknown): StartError {
  return new StartError(
    `the server at ${path} did not answer to the end (${String(error)}), so this may be done or not; look at its log, and try again`,
  )
}
