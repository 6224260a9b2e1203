/** A POST whose connection is lost in its midst. */
import { once } from 'node:events'
import { connect } from 'node:net'

export type BrokenPost = {
  readonly path: string
  /** They promise more than comes. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** When the connection is lost. */
  readonly until: () => Promise<void>
}

export async function brokenPost(site: string, request: BrokenPost): Promise<void> {
  const { hostname, port, host } = new URL(site)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const lines = Object.entries({ host, ...request.headers }).map((pair) => pair.join(': '))
  socket.write(`POST ${request.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  socket.write(request.body)
  await request.until()
  socket.destroy()
  await once(socket, 'close')
}
