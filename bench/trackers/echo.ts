/** A bare echo on Waggle's own driver: what the kernel takes for an answer (echo-server.ts). */
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { cores, ServerProcess } from './server-process.ts'
import { loopback, type RunningTracker, type StartOptions, type Tracker } from './tracker.ts'

export const echo: Tracker = {
  name: 'bare echo',
  families: [4, 6],
  available: async () => ({ version: 'answers 200 bytes, on the linux driver' }),
  start,
}

async function start({ family }: StartOptions): Promise<RunningTracker> {
  const host = loopback(family)
  const port = await freePort(host)
  const entry = join(import.meta.dirname, 'echo-server.ts')
  const command = [process.execPath, entry, host, String(port), String(family)]
  const server = new ServerProcess(command, cores.server)
  await server.line((line) => line === 'ready')
  return {
    name: echo.name,
    pid: server.pid,
    host,
    udpPort: port,
    httpPort: 0,
    connects: false,
    stop: () => server.stop('SIGKILL'),
  }
}
