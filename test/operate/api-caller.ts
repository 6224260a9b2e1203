/** Calls the JSON API as a program does: at site.listen with a token, or at the control socket. */
import { request } from 'node:http'
import { join } from 'node:path'
import { textAt } from './json.ts'
import type { RegisteredTracker } from './registered-tracker.ts'

export type ApiAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The parsed body; undefined where it is no JSON. */
  readonly body: unknown
}

export type ApiRequest = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** JSON unless it is bytes or a text, which are sent as they are. */
  readonly body?: unknown
}

export type ApiCaller = (path: string, request?: ApiRequest) => Promise<ApiAnswer>

/** Without a token the API is asked as anybody may ask it. */
export function atSite(tracker: Pick<RegisteredTracker, 'waggle'>, token?: string): ApiCaller {
  const { host, port } = tracker.waggle.siteEndpoint
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return (path, asked = {}) => send({ host, port }, path, asked, authorization)
}

export function atControlSocket(tracker: Pick<RegisteredTracker, 'dataDirectory'>): ApiCaller {
  const socketPath = join(tracker.dataDirectory, 'control.sock')
  return (path, asked = {}) => send({ socketPath }, path, asked, {})
}

/** A token with these scopes. */
export async function newToken(
  tracker: RegisteredTracker,
  ...scopes: readonly string[]
): Promise<string> {
  const body = { label: 'a test', scopes }
  const made = await atControlSocket(tracker)('/tokens', { method: 'POST', body })
  return textAt(made.body, 'token')
}

type Place = { readonly host: string; readonly port: number } | { readonly socketPath: string }

async function send(
  place: Place,
  path: string,
  { method = 'GET', headers = {}, body }: ApiRequest,
  authorization: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const type = body === undefined || isRaw ? {} : { 'content-type': 'application/json' }
  const bytes = Buffer.from(body === undefined ? '' : isRaw ? body : JSON.stringify(body))
  const length = body === undefined ? {} : { 'content-length': `${bytes.length}` }
  return await new Promise((resolve, reject) => {
    const sent = request({
      ...place,
      method,
      path: `/api/v1${path}`,
      headers: { ...type, ...length, ...authorization, ...headers },
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const pieces: Buffer[] = []
      response.on('error', reject)
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        const { statusCode = 0, headers: received } = response
        resolve({ status: statusCode, headers: received, body: parse(Buffer.concat(pieces)) })
      })
    })
    sent.end(bytes)
  })
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown
  } catch {
    return undefined
  }
}
