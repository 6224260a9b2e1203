/** Calls the API of a running server through its control socket. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { StartError, systemCode } from '#base/start-error'
import { type ApiClient, createApiClient, type RawRequest, type RawResponse } from './api-client.ts'

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

export function createSocketClient(path: string): ApiClient {
  const agent = new Agent({ keepAlive: true })
  return createApiClient(
    (request) => send(path, agent, request),
    async () => {
      agent.destroy()
      await Promise.resolve()
    },
  )
}

async function send(socketPath: string, agent: Agent, request: RawRequest): Promise<RawResponse> {
  const { method, url, headers, body } = request
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  return await new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(interrupted(socketPath, error))
    const sent = httpRequest(
      { socketPath, agent, method, path: url, headers: { ...headers, 'content-length': length } },
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

function notUsable(path: string, error: unknown): StartError {
  const isForbidden = ['EACCES', 'EPERM'].includes(systemCode(error))
  return new StartError(
    isForbidden
      ? `the server at ${path} answers its own user only; run this as that user, with sudo -u`
      : `the server at ${path} cannot be reached (${String(error)}); look whether it runs`,
  )
}

function interrupted(path: string, error: unknown): StartError {
  return new StartError(
    `the server at ${path} did not answer to the end (${String(error)}), so this may be done or not; look at its log, and try again`,
  )
}
