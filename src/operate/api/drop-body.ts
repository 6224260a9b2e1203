/**
 * Reads a refused body to its end and drops it. A client that is still sending when the connection closes sees a
 * broken pipe instead of the answer (RFC 9112, section 9.6).
 */
import type { IncomingMessage } from 'node:http'

/** What is read at most: more than that is no mistake but mischief. */
const droppedBytesMax = 64 * 1024 * 1024
const droppingSecondsMax = 5

export async function dropBody(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, droppingSecondsMax * 1000)
    let dropped = 0
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    request.on('data', (piece: Uint8Array) => {
      dropped += piece.length
      if (dropped > droppedBytesMax) done()
    })
    request.once('close', done)
    request.once('end', done)
    request.resume()
  })
}
