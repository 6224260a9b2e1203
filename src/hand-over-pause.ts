/** The quiet of a hand-over: from before the new process reads the database until it serves, nobody changes anything there. */
import type { ControlSocket } from '#operate/control-socket'
import type { Log } from '#telemetry/log'
import type { Catalogue } from './catalogue.ts'
import type { OpenSite } from './open-site.ts'

export type Pausing = {
  readonly control: ControlSocket | undefined
  readonly catalogue: Catalogue | undefined
  readonly site: OpenSite | undefined
  readonly log: Log
}

/** What the new process reads of the database afterwards is how it is. Rejects with StartError. */
export async function pauseAll({ control, catalogue, site }: Pausing): Promise<void> {
  const pauses = [control, catalogue, site].map(async (one) => await one?.pause())
  // All of them have come to an end before one that failed is taken back.
  const failed = (await Promise.allSettled(pauses)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  // Counts of the last seconds, so that the new process tells of them too. What fails is stored at the end.
  await catalogue?.keeper.flush().catch(() => undefined)
}

/** Nothing may stay paused because something else could not go on. */
export async function resumeAll({ control, catalogue, site, log }: Pausing): Promise<void> {
  const resumes = [control, catalogue, site].map(async (one) => await one?.resume())
  for (const ended of await Promise.allSettled(resumes))
    if (ended.status === 'rejected')
      log.error('resume_failed', `Restart the server when that may be: ${reasonOf(ended.reason)}.`)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
