/** What a server has used so far, from /proc. */
import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of CPU time of the threads of process `pid` that are alive and whose names begin so, to the nanosecond. */
export function cpuSeconds(pid: number, named = ''): number {
  return sumOverTasks(pid, Schedstat.ran, named)
}

/**
 * Seconds that the threads of process `pid` were ready to run and something else had their core. A round in which
 * that is much was measured on a busy machine.
 */
export function waitedSeconds(pid: number): number {
  return sumOverTasks(pid, Schedstat.waited)
}

/** Fields of /proc/PID/task/TID/schedstat, in nanoseconds. */
const Schedstat = { ran: 0, waited: 1 } as const

function sumOverTasks(pid: number, field: number, named = ''): number {
  const tasks = readdirSync(`/proc/${pid}/task`).filter(
    (task) => named === '' || taskName(pid, task).startsWith(named),
  )
  return tasks.reduce((sum, task) => sum + schedstat(pid, task, field), 0) / 1e9
}

/** Of a thread, as the system shows it. */
export function taskName(pid: number, task: string): string {
  return readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8').trim()
}

function schedstat(pid: number, task: string, field: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[field])
}

/** Bytes of memory of process `pid` that are in RAM. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}
