/**
 * Calls routes of the API, through the control socket of a running server or in this process. Both send and read JSON, so
 * that a command does the same whichever it is.
 */
import { StartError } from '#base/start-error'
import { problemSchema } from './problem.ts'
import type { Route } from './route.ts'
import { apiPrefix } from './routes.ts'

export type CallInput = {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  /** A body of the route's `binaryType`, in place of JSON. */
  readonly bytes?: Uint8Array
}

export type ApiClient = {
  /** Rejects with CallError where the route says that it cannot be, and with StartError where nobody answers. */
  readonly call: <Answer>(route: Route<Answer>, input?: CallInput) => Promise<Answer>
  readonly close: () => Promise<void>
}

/** What a route said of why it cannot be done: for one torrent of many, the others may go well. */
export class CallError extends StartError {
  readonly code: string
  /** What another try at the same time would meet again: the server or its database, and not what was asked. */
  readonly isOutage: boolean

  constructor(code: string, message: string, isOutage: boolean) {
    super(message)
    this.code = code
    this.isOutage = isOutage
  }
}

export type RawRequest = {
  readonly method: Route['method']
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

export type RawResponse = { readonly status: number; readonly body: string }

/** A client that sends each call with `send`. */
export function createApiClient(
  send: (request: RawRequest) => Promise<RawResponse>,
  close: () => Promise<void>,
): ApiClient {
  return {
    call: async (route, input = {}) => {
      const { status, body } = await send(requestOf(route, input))
      const json: unknown = JSON.parse(body)
      if (status === 200 || status === 201) return route.answer.parse(json)
      const { code, message } = problemSchema.parse(json).error
      throw new CallError(code, message, status >= 500)
    },
    close,
  }
}

function requestOf(route: Route, { params = {}, query = {}, body, bytes }: CallInput): RawRequest {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  const url = `${apiPrefix}${path}${asked.length === 0 ? '' : `?${asked.join('&')}`}`
  const { method, binaryType = '' } = route
  if (bytes !== undefined)
    return { method, url, headers: { 'content-type': binaryType }, body: bytes }
  if (body === undefined) return { method, url, headers: {}, body: undefined }
  const headers = { 'content-type': 'application/json' }
  return { method, url, headers, body: JSON.stringify(body) }
}
