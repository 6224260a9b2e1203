/** Waits for a tracker that does not say when it is ready: until it answers a connect (BEP 15). */
import { createSocket } from 'node:dgram'
import { setTimeout as delay } from 'node:timers/promises'

const connectRequest = Buffer.from('0000041727101980000000000000002a', 'hex')
const everyMs = 100
const withinMs = 60_000

/** Throws an Error when no answer comes in time. */
export async function untilUdpAnswers(host: string, port: number): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  let isAnswered = false
  socket.on('message', () => {
    isAnswered = true
  })
  // Until the tracker has its port, the system refuses for it.
  socket.on('error', () => undefined)
  try {
    for (const end = performance.now() + withinMs; performance.now() < end; ) {
      socket.send(connectRequest, port, host)
      await delay(everyMs)
      if (isAnswered) return
    }
  } finally {
    socket.close()
  }
  throw new Error(`nothing answers at ${host} port ${port}`)
}
