/**
 * What is left of a process when another has taken over from it, and whoever started it, a shell, npm or a container, waits
 * for its end: it becomes a program that passes signals on to the server and ends when that ends, with its status. The
 * process keeps its number and its children (execve(2)), and gives everything else back.
 *
 * A process that took over is no stand-in when it hands over in its turn: it ends, and its successor becomes a child of
 * the first one (PR_SET_CHILD_SUBREAPER), which finds it in the locked file of the data directory.
 */
import { fileURLToPath } from 'node:url'
import { libc } from '#base/libc'

const PR_SET_CHILD_SUBREAPER = 36
const SIG_BLOCK = 0
const SIG_UNBLOCK = 1

/** What an operator may send, by number (signal(7)): the same on x86-64 and arm64. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGUSR2: 12, SIGTERM: 15 } as const

/** Those that a stand-in passes on. */
export const passedSignals = ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGTERM'] as const

/** From now on processes whose parent ends are ours. To be called before a successor can hand over. */
export function adoptOrphans(): void {
  libc?.prctl(PR_SET_CHILD_SUBREAPER, 1)
}

/** Never returns. `pid` is the server's, `lockFile` names it after its own hand-overs. */
export function becomeStandIn(pid: number, lockFile: string): void {
  const program = fileURLToPath(new URL('stand-in-process.ts', import.meta.url))
  // One that comes before the new program listens waits until it does.
  mask(SIG_BLOCK)
  process.execve?.(process.execPath, [process.execPath, program, `${pid}`, lockFile])
}

/** Signals that came meanwhile are delivered. */
export function takeSignals(): void {
  mask(SIG_UNBLOCK)
}

function mask(how: typeof SIG_BLOCK | typeof SIG_UNBLOCK): void {
  // sigset_t: a bit for each signal, the first one's is the lowest.
  const set = Buffer.alloc(128)
  set.writeUInt32LE(Object.values(signals).reduce((bits, number) => bits | (1 << (number - 1)), 0))
  libc?.sigprocmask(how, set, null)
}
