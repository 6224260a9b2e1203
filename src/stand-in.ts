/**
 * What is left of a process when another has taken over from it, and whoever started it, a shell, npm or a container, waits
 * for its end: it becomes a program that passes signals on to the server and ends when that ends, with its status. The
 * process keeps its number and its children (execve(2)), and gives everything else back.
 *
 * A process that took over is no stand-in when it hands over in its turn: it ends, and its successor becomes a child of
 * the first one (PR_SET_CHILD_SUBREAPER), which finds it in the locked file of the data directory.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { libc } from '#base/libc'
import { type LockedDirectory, lockName } from '#operate/data-directory'
import type { Successor } from './successor.ts'

const PR_SET_CHILD_SUBREAPER = 36
const settleMs = 5000
const watchMs = 1000

/** From now on processes whose parent ends are ours. To be called before a successor can hand over. */
export function adoptOrphans(): void {
  libc?.prctl(PR_SET_CHILD_SUBREAPER, 1)
}

/**
 * Never returns. Signals are passed on for some seconds as before, and again as soon as the new program listens; one in
 * the tenth of a second between ends the stand-in, and the server with it (`watchStandIn`).
 */
export async function standIn(successor: Successor, directory: LockedDirectory): Promise<void> {
  const end = await Promise.race([successor.end, waitFor(settleMs, undefined)])
  if (end !== undefined && directory.holder() === successor.pid) process.exit(end.status ?? 1)
  const program = fileURLToPath(new URL('stand-in-process.ts', import.meta.url))
  const args = [process.execPath, program, `${directory.holder()}`, directory.file(lockName)]
  process.execve?.(process.execPath, args)
}

/** Calls `gone` when the stand-in has been killed: whoever waits for it takes the server for ended. */
export function watchStandIn(pid: number, gone: () => void): void {
  const looking = setInterval(() => {
    if (isAlive(pid)) return
    clearInterval(looking)
    gone()
  }, watchMs).unref()
}

export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
