/** The server that this process takes over from, seen from here; there is none after an ordinary start. */
import { once } from 'node:events'
import { keepToOurselves } from '#base/descriptors'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { handOverText } from '#config/surroundings'
import { snapshotVersion } from '#tracker/swarm/snapshot-file'
import {
  type FromSuccessor,
  type HandedOver,
  handedOver,
  type ToSuccessor,
} from './hand-over-messages.ts'
import { chooseDriver } from './tracker-plan.ts'

export type Predecessor = {
  readonly handed: HandedOver
  /** Resolves when it changes nothing any more. Rejects with StartError where it has ended meanwhile. */
  readonly prepared: (keepsSwarms: boolean) => Promise<void>
  readonly serving: () => void
  readonly tookOver: () => void
  /** How it ended: with everything stored that it counted, or without a word. */
  readonly gone: Promise<'stored' | 'lost'>
}

/** Throws StartError where what is handed over does not suit the configuration. */
export function findPredecessor(config: Config): Predecessor | undefined {
  const text = handOverText()
  if (text === undefined) return undefined
  const handed = readHandedOver(text)
  for (const { descriptor } of [
    { descriptor: handed.region },
    { descriptor: handed.lock },
    ...handed.sockets,
  ])
    keepToOurselves(descriptor)
  refuseOthers(handed, config)
  const lost = once(process, 'disconnect')
  const heard = hearing()
  return {
    handed,
    prepared: async (keepsSwarms) => {
      await tell({ type: 'prepared', keepsSwarms, snapshotVersion })
      await Promise.race([heard.go, lost.then(() => Promise.reject(endedEarly()))])
    },
    serving: () => {
      void tell({ type: 'serving' })
      // Threads keep this process alive now, and a stop waits for nobody.
      process.channel?.unref()
    },
    tookOver: () => void tell({ type: 'took-over' }),
    gone: Promise.race([
      heard.gone.then(() => 'stored' as const),
      lost.then(() => 'lost' as const),
    ]),
  }
}

/** Tells whoever waits for this process to take over why it cannot. */
export async function tellOfFailure(message: string): Promise<void> {
  if (process.send !== undefined) await tell({ type: 'failed', message })
}

function readHandedOver(text: string): HandedOver {
  const { data, error } = handedOver.safeParse(JSON.parse(text))
  if (data !== undefined) return data
  throw new StartError(
    `what the running server hands over cannot be read (${error.issues[0]?.message}); restart it instead`,
  )
}

function refuseOthers({ mode, databaseUrl, dataDirectory }: HandedOver, config: Config): void {
  const changed = [
    mode === config.mode ? [] : ['mode'],
    databaseUrl === config.database.url ? [] : ['database.url'],
    dataDirectory === config.data.directory ? [] : ['data.directory'],
    // Only the linux driver hands over.
    chooseDriver(config) === 'linux' ? [] : ['tracker.driver'],
  ].flat()
  if (changed.length === 0) return
  throw new StartError(
    `${changed.join(', ')}: another value than the running server's; restart it, because a hand-over cannot change that`,
  )
}

/** Both words are listened for from the beginning. */
function hearing(): Record<'go' | 'gone', Promise<void>> {
  const heard = { go: Promise.withResolvers<void>(), gone: Promise.withResolvers<void>() }
  process.on('message', ({ type }: ToSuccessor) => heard[type].resolve())
  return { go: heard.go.promise, gone: heard.gone.promise }
}

function endedEarly(): StartError {
  return new StartError('the server that was to hand over has ended; start it anew')
}

/** A predecessor that is gone hears nothing. */
async function tell(message: FromSuccessor): Promise<void> {
  await new Promise<void>((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve())
    else resolve()
  })
}
