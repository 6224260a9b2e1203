/** What a server used between two moments, and what else wanted the cores meanwhile. */
import { cpuSeconds, waitedSeconds } from './server-cpu.ts'

export type ServerUse = {
  readonly seconds: number
  readonly serverCpuSeconds: number
  /** Seconds that the server and the load wanted their core and something else had it. */
  readonly serverWaitedSeconds: number
  readonly loadWaitedSeconds: number
}

/** What is measured of a server: all of it, or its threads whose names begin so. */
export type MeteredServer = { readonly pid: number; readonly threads?: string | undefined }

/** Begins to measure; what it gives ends it. */
export function startMeter({ pid, threads }: MeteredServer): () => ServerUse {
  // Single threads wait for the others of their server, which share its core: that disturbs nothing.
  const serverWaits = () => (threads === undefined ? waitedSeconds(pid) : 0)
  const began = performance.now()
  const cpu = cpuSeconds(pid, threads)
  const serverWaited = serverWaits()
  const loadWaited = waitedSeconds(process.pid)
  return () => ({
    seconds: (performance.now() - began) / 1000,
    serverCpuSeconds: cpuSeconds(pid, threads) - cpu,
    serverWaitedSeconds: serverWaits() - serverWaited,
    loadWaitedSeconds: waitedSeconds(process.pid) - loadWaited,
  })
}
