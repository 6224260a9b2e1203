/** Sends bytes over TCP from a given address, says that this is all, and waits until the other side has ended too. */
import type { Endpoint } from '../support/endpoint.ts'
import { type RequestShape, requestText } from '../support/http-request.ts'
import { HttpConnection } from '../support/raw-http.ts'

/** What came back, as latin1. Text is sent as latin1. */
export async function say(
  endpoint: Endpoint,
  localAddress: string,
  ...pieces: readonly (Buffer | string)[]
): Promise<string> {
  using connection = await HttpConnection.open(endpoint, { localAddress })
  for (const piece of pieces) await connection.send(piece)
  connection.halfClose()
  await connection.ending()
  return connection.unread.toString('latin1')
}

/** A request, and what came back. */
export async function ask(
  endpoint: Endpoint,
  localAddress: string,
  target: string,
  { headers = [], ...shape }: RequestShape = {},
): Promise<string> {
  const text = requestText(target, { ...shape, headers: [...headers, 'Connection: close'] })
  return await say(endpoint, localAddress, text)
}
