/** The end of this process at once, whatever its threads are doing. */
import { libc } from './libc.ts'

/**
 * Node's own end waits for each thread until it is in JavaScript again, and a thread may be in one statement of SQLite for
 * long. What that has not committed is as if it had never begun.
 */
export function endProcess(status: number): never {
  libc?.exit(status)
  process.exit(status)
}
