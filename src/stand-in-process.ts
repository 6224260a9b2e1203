/**
 * The program that a process becomes when it has handed over (`stand-in.ts`): node stand-in-process.ts PID LOCK-FILE. It is
 * small, because it may stay for months.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as waitFor } from 'node:timers/promises'
import { libc } from '#base/libc'
import { isAlive } from './stand-in.ts'

const WNOHANG = 1
const lookMs = 200
const passedSignals = ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGTERM'] as const

const [first, lockFile = ''] = process.argv.slice(2)
let pid = Number(first)
let status = 0

// A terminal sends its SIGINT to the server, too; a second one would be taken for impatience.
for (const signal of passedSignals)
  process.on(signal, () => pass(signal === 'SIGINT' ? 'SIGTERM' : signal))
for (;;) {
  status = await statusAtEndOf(pid)
  const next = holder()
  if (next === pid || !isAlive(next)) break
  pid = next
}
process.exit(status)

/** The server: after a hand-over its old process lives on for some seconds. */
function holder(): number {
  return Number(readFileSync(lockFile, 'utf8'))
}

function pass(signal: NodeJS.Signals): void {
  const server = holder()
  if (isAlive(server)) process.kill(server, signal)
}

/** The exit status, as a shell has it. */
async function statusAtEndOf(child: number): Promise<number> {
  const words = new Int32Array(1)
  const bytes = new Uint8Array(words.buffer)
  // Until its parent has ended, it is not ours to wait for.
  while (libc?.waitpid(child, bytes, WNOHANG) !== child && isAlive(child)) await waitFor(lookMs)
  const [code = 0] = words
  // wait(2): the signal in the low seven bits, the exit status in the next byte.
  const signal = code & 0x7f
  return signal === 0 ? (code >> 8) & 0xff : 128 + signal
}
