/** What goes wrong: a tracker thread that dies, and a database that goes away for a while. */

import { vi } from 'vitest'
import { LivingSwarms } from '../serve/living-swarms.ts'
import { announceTarget } from '../support/announce-url.ts'
import { ceilings, type Run } from './run.ts'
import { ask } from './say.ts'
import { visitorsCome } from './visitors.ts'

/** One of a crowd finds its swarm broken; the thread that it speaks to dies of it. */
export async function killThread(run: Run): Promise<void> {
  const { cast, waggle } = run
  const seen = waggle.run.stdout.length
  for (const address of cast.crowd)
    await ask(waggle.http4, address, announceTarget(cast.crowdHash, { left: 1 }))
  new LivingSwarms(waggle.run.pid, ceilings).breakLeechers(cast.crowdHash)
  const stopping = announceTarget(cast.crowdHash, { left: 1, event: 'stopped' })
  await ask(waggle.http4, cast.crowd[0] ?? '', stopping)
  await line(run, 'thread_died', seen)
  const address = cast.crowd[1] ?? ''
  await vi.waitFor(() => ask(waggle.http4, address, '/scrape'), { timeout: 20_000, interval: 20 })
}

/** Visitors come meanwhile. */
export async function loseDatabase(run: Run): Promise<void> {
  const { postgres, waggle, cast } = run
  if (postgres === undefined) return
  const seen = waggle.run.stdout.length
  await postgres.server.halt()
  await visitorsCome(waggle, cast)
  await line(run, 'database_away', seen)
  await postgres.server.resume()
  await line(run, 'database_back', seen)
}

/** A line of the log with this event, after the first `seen` characters. */
async function line({ waggle }: Run, event: string, seen: number): Promise<void> {
  const { run } = waggle
  await run.line((text) => text.includes(`"event":"${event}"`) && run.stdout.includes(text, seen))
}
