/**
 * The text of HTTP requests, and the shortest way to send one on a connection of its own.
 */
import type { Endpoint } from './endpoint.ts'
import { HttpConnection, type HttpOrigin, type HttpResponse } from './raw-http.ts'

export interface RequestShape {
  readonly method?: string
  readonly version?: '1.0' | '1.1'
  /** Header lines without their line ends; `Host` is added unless given or the version is 1.0. */
  readonly headers?: readonly string[]
  readonly body?: string
}

/** The bytes of a request as latin1 text. */
export function requestText(target: string, shape: RequestShape = {}): string {
  const { method = 'GET', version = '1.1', headers = [], body = '' } = shape
  const host = version === '1.0' || headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: t']
  const lines = [`${method} ${target} HTTP/${version}`, ...host, ...headers]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

export interface GetOptions extends HttpOrigin, RequestShape {}

/** One request on a connection of its own. */
export async function httpGet(
  endpoint: Endpoint,
  target: string,
  options: GetOptions = {},
): Promise<HttpResponse> {
  const { localAddress, ...shape } = options
  const origin = localAddress === undefined ? {} : { localAddress }
  using connection = await HttpConnection.open(endpoint, origin)
  return await connection.exchange(requestText(target, shape))
}

/** Sends `targets` on one connection, a few ahead of the replies, and gives the replies in order. */
export async function httpGetMany(
  endpoint: Endpoint,
  targets: readonly string[],
  origin: HttpOrigin = {},
): Promise<HttpResponse[]> {
  const ahead = 32
  const responses: HttpResponse[] = []
  using connection = await HttpConnection.open(endpoint, origin)
  for (let start = 0; start < targets.length; start += ahead) {
    const batch = targets.slice(start, start + ahead)
    await connection.send(batch.map((target) => requestText(target)).join(''))
    for (const _ of batch) responses.push(await connection.response())
  }
  return responses
}
