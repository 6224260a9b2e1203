/** What a server used between two moments, and what else wanted the cores meanwhile. */
import { cpuSeconds, waitedSeconds } from './server-cpu.ts'

export type ServerUse = {
  readonly seconds: number
  readonly serverCpuSeconds: number
  /** Seconds that the server and the load wanted their core and something else had it. */
  readonly serverWaitedSeconds: number
  readonly loadWaitedSeconds: number
}

/** Begins to measure; what it gives ends it. */
export function startMeter(serverPid: number): () => ServerUse {
  const began = performance.now()
  const cpu = cpuSeconds(serverPid)
  const serverWaited = waitedSeconds(serverPid)
  const loadWaited = waitedSeconds(process.pid)
  return () => ({
    seconds: (performance.now() - began) / 1000,
    serverCpuSeconds: cpuSeconds(serverPid) - cpu,
    serverWaitedSeconds: waitedSeconds(serverPid) - serverWaited,
    loadWaitedSeconds: waitedSeconds(process.pid) - loadWaited,
  })
}
