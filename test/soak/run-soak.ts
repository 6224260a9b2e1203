/**
 * The program under a light, honest load for minutes or hours, while it is restarted, hands over and reloads: no announce
 * stays unanswered, and memory does not grow.
 *
 *   0 ─ restart, restart, restart, hand-over ─ minute 2: how much memory? ─ reload ─ hand-overs … ─ end: how much now?
 *
 * Both times a stand-in and a server that took over are there, so that they can be compared.
 */
import { join } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import { handOver } from '#operate/api/handover-route'
import { createSocketClient } from '#operate/api/socket-client'
import { formatEndpoint } from '../support/endpoint.ts'
import { randomHash } from '../support/random-hash.ts'
import { freshDirectory, type Settings, startWaggle, type Waggle } from '../support/waggle.ts'
import { PatientClient, type PatientResult } from './patient-client.ts'
import { residentKilobytes } from './resident-memory.ts'

export type SoakResult = PatientResult & {
  /** Of the time around minute 2, and of the last one. */
  readonly beforeKilobytes: number
  readonly afterKilobytes: number
  readonly growthPercent: number
  readonly handOvers: number
}

const torrents = 200
const settings: Settings = {
  'tracker.interval_seconds': '60',
  'tracker.min_interval_seconds': '30',
  'tracker.peers_max': '50000',
  'tracker.torrents_max': '5000',
}
const restartAtSeconds = [15, 35, 55]
const firstHandOverAtSeconds = 75
const reloadAtSeconds = 150
const secondHandOverAtSeconds = 180
const laterHandOverEverySeconds = 600
/** Memory is what is least needed of it in this time. */
const windowSeconds = 25
const lookMs = 1000

export async function runSoak(minutes: number, say: (line: string) => void): Promise<SoakResult> {
  const soak = new Soak(say)
  return await soak.run(minutes)
}

class Soak {
  readonly #say: (line: string) => void
  readonly #startMs = performance.now()
  readonly #dataDirectory = freshDirectory()
  #handOvers = 0

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  async run(minutes: number): Promise<SoakResult> {
    const { udp4, http4, ...first } = await this.#start({})
    let { waggle } = first
    const infoHashes = Array.from({ length: torrents }, randomHash)
    const client = new PatientClient({ udp: udp4, http: http4, infoHashes })
    const ports = { 'tracker.udp': udp4, 'tracker.http': http4 }
    const fixed = Object.fromEntries(
      Object.entries(ports).map(([key, one]) => [key, `["${formatEndpoint(one)}"]`]),
    )
    for (const seconds of restartAtSeconds) {
      await this.#until(seconds)
      await waggle.stop()
      waggle = (await this.#start(fixed)).waggle
      this.#say('restarted')
    }
    await this.#handOverAt(firstHandOverAtSeconds)
    await this.#until(120 - windowSeconds / 2)
    const beforeKilobytes = await this.#leastMemory(waggle)
    await this.#until(reloadAtSeconds)
    waggle.run.signal('SIGHUP')
    for (let at = secondHandOverAtSeconds; at < minutes * 60 - 60; at += laterHandOverEverySeconds)
      await this.#handOverAt(at)
    await this.#until(minutes * 60 - windowSeconds)
    const afterKilobytes = await this.#leastMemory(waggle)
    const result = await client.stop()
    const { status } = await waggle.stop()
    if (status !== 0) throw new Error(`it ended with status ${status}`)
    const growthPercent = (afterKilobytes / beforeKilobytes - 1) * 100
    return { ...result, beforeKilobytes, afterKilobytes, growthPercent, handOvers: this.#handOvers }
  }

  async #start(addresses: Settings): Promise<Pick<Waggle, 'udp4' | 'http4'> & { waggle: Waggle }> {
    const waggle = await startWaggle({
      driver: 'linux',
      dataDirectory: this.#dataDirectory,
      settings: { ...settings, ...addresses },
    })
    return { waggle, udp4: waggle.udp4, http4: waggle.http4 }
  }

  async #handOverAt(seconds: number): Promise<void> {
    await this.#until(seconds)
    const client = createSocketClient(join(this.#dataDirectory, 'control.sock'))
    const { pid } = await client.call(handOver, {})
    await client.close()
    this.#handOvers++
    this.#say(`handed over to process ${pid}`)
  }

  async #until(seconds: number): Promise<void> {
    const leftMs = seconds * 1000 - (performance.now() - this.#startMs)
    if (leftMs > 0) await waitFor(leftMs)
  }

  async #leastMemory({ run }: Waggle): Promise<number> {
    let least = Number.POSITIVE_INFINITY
    for (let look = 0; look < windowSeconds; look++) {
      least = Math.min(least, residentKilobytes(run.pid))
      await waitFor(lookMs)
    }
    this.#say(`${least} kB`)
    return least
  }
}
