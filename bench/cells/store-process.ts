/** Runs store/store-run.ts on the servers' core and gives what it printed. */
import { join } from 'node:path'
import { cores, ServerProcess } from '../trackers/server-process.ts'

const runMs = 600_000

export async function runStore<Result>(...args: readonly string[]): Promise<Result> {
  const entry = join(import.meta.dirname, '../store/store-run.ts')
  const run = new ServerProcess([process.execPath, entry, ...args], cores.server)
  try {
    const line = await run.line((text) => text.startsWith('{') || text.startsWith('['), runMs)
    return JSON.parse(line) as Result
  } finally {
    await run.stop()
  }
}
