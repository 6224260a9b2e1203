/** A thread that takes memory without end in its first two lives, and is content in its third. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadSetup } from '#tracker/threads/thread-setup'

const { counters } = workerData as ThreadSetup
const life = Atomics.add(new Int32Array(counters), 0, 1)
const hoard: unknown[] = []
parentPort?.postMessage({ type: 'ready' })
if (life < 2) for (;;) hoard.push(Array.from({ length: 1000 }, (_, index) => ({ index })))
parentPort?.on('message', () => parentPort?.close())
