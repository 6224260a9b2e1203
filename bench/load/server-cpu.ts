/** What a server has used so far, from /proc. */
import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ: the unit of /proc/PID/stat, 100 on every Linux of today (getconf CLK_TCK). */
const ticksPerSecond = 100

/** Seconds of CPU time of all threads of process `pid`. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/**
 * Seconds that the threads of process `pid` were ready to run and something else had their core. A round in which
 * that is much was measured on a busy machine.
 */
export function waitedSeconds(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`)
  return tasks.reduce((sum, task) => sum + waitedByTask(pid, task), 0) / 1e9
}

function waitedByTask(pid: number, task: string): number {
  return Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[1])
}

/** Bytes of memory of process `pid` that are in RAM. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}
