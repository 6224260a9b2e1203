/** Ports for servers that cannot be asked to choose one themselves. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

const triesMax = 20

/** A port that was free for UDP and TCP a moment ago. Throws an Error when none is found. */
export async function freePort(host: string): Promise<number> {
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const port = await freeUdpPort(host)
    if (await isTcpFree(host, port)) return port
  }
  throw new Error(`no port of ${host} is free for UDP and TCP`)
}

async function freeUdpPort(host: string): Promise<number> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

async function isTcpFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
