/**
 * What a process does when another has taken over from it and whoever started it, a shell, npm or a container, waits for
 * this one: it passes signals on, and ends when the server ends, with its status. It has closed everything else.
 *
 * A process that took over is no stand-in when it hands over in its turn: it ends, and its successor becomes a child of
 * this one (PR_SET_CHILD_SUBREAPER), which the locked file of the data directory names.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { libc } from '#base/libc'
import type { LockedDirectory } from '#operate/data-directory'
import type { EndOfProcess, Successor } from './successor.ts'

const PR_SET_CHILD_SUBREAPER = 36
const WNOHANG = 1
const lookMs = 200

/** From now on processes whose parent ends are ours. To be called before a successor can hand over. */
export function adoptOrphans(): void {
  libc?.prctl(PR_SET_CHILD_SUBREAPER, 1)
}

/** Ends this process when the last of the servers that come after it has ended. */
export async function standIn(successor: Successor, directory: LockedDirectory): Promise<never> {
  let pid = successor.pid
  let end = await successor.end
  for (;;) {
    const next = directory.holder()
    if (next === pid || !isAlive(next)) break
    pid = next
    end = await endOfAdopted(pid)
  }
  process.exit(statusOf(end))
}

/** The end of a process that its parent has left to us. */
async function endOfAdopted(pid: number): Promise<EndOfProcess> {
  const status = new Int32Array(1)
  const bytes = new Uint8Array(status.buffer)
  // Until its parent has ended, it is not ours to wait for.
  while (libc?.waitpid(pid, bytes, WNOHANG) !== pid && isAlive(pid)) await waitFor(lookMs)
  const [code = 0] = status
  // wait(2): the signal in the low seven bits, the exit status in the next byte.
  const signal = code & 0x7f
  return { status: signal === 0 ? (code >> 8) & 0xff : 128 + signal, signal: null }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** As a shell has it. */
function statusOf({ status, signal }: EndOfProcess): number {
  return status ?? (signal === null ? 1 : 128)
}
