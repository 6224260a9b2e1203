/**
 * The tracker of the gallery mode without its database and site: real threads on real sockets, over tables that the test
 * itself writes, as main does when something is changed.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { probeConfigured } from '#addresses'
import { AdmissionKeeper } from '#admission-keeper'
import { systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import { type Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import { loadConfig } from '#config/load'
import { openTracker } from '#open-tracker'
import { SwarmKeeper } from '#swarm-keeper'
import { createCounters } from '#telemetry/counters'
import { createLog } from '#telemetry/log'
import { createBlockRegion } from '#tracker/admission/block-layout'
import type { MemberStanding } from '#tracker/admission/member-table-writer'
import type { RegisteredTorrent } from '#tracker/admission/torrent-table-writer'
import { metrics } from '#tracker/listeners/request-counters'
import type { Supervisor } from '#tracker/threads/supervisor'
import { layoutOf, settingsOf } from '#tracker-plan'
import type { Driver } from './drivers.ts'
import { type Endpoint, endpointOfFamily } from './endpoint.ts'
import { randomHash } from './random-hash.ts'
import { baseSettings, freshDirectory, type Settings } from './waggle.ts'

export type GalleryTrackerOptions = { readonly driver: Driver; readonly settings?: Settings }

const secrets = { connection: [1, 2], swarm: [3, 4] } as const

export class GalleryTracker {
  readonly http: readonly Endpoint[]
  readonly udp: readonly Endpoint[]
  readonly #directory: string
  readonly #settings: Settings
  readonly #admission: AdmissionKeeper
  readonly #supervisor: Supervisor
  #torrents = 0
  #members = 0

  private constructor(parts: Parts) {
    this.#directory = parts.directory
    this.#settings = parts.settings
    this.#admission = parts.admission
    this.#supervisor = parts.supervisor
    this.http = parts.http
    this.udp = parts.udp
  }

  static async start({ driver, settings = {} }: GalleryTrackerOptions): Promise<GalleryTracker> {
    const directory = freshDirectory()
    const small = { 'tracker.peers_max': '10000', 'tracker.torrents_max': '1000' }
    const all = { mode: 'gallery', ...baseSettings(driver, directory), ...small, ...settings }
    const parts = await openParts(configOf(all), directory)
    const tracker = new GalleryTracker({ ...parts, directory, settings: all })
    await tracker.#supervisor.start()
    return tracker
  }

  get http4(): Endpoint {
    return endpointOfFamily(this.http, 4)
  }

  get udp4(): Endpoint {
    return endpointOfFamily(this.udp, 4)
  }

  /** A new torrent of a gallery, or a change of one that is there. */
  put(announceGid: number, more: Partial<RegisteredTorrent> = {}): Buffer {
    const infoHash = randomHash()
    const torrentId = ++this.#torrents
    const unsaid = { infoHash, torrentId, name: '', isBanned: false, completed: 0, announceGid }
    this.#admission.torrents.put({ ...unsaid, ...more })
    return infoHash
  }

  /** A new member with this key; gives their id. */
  addMember(key: string): number {
    const memberId = ++this.#members
    this.setKey(memberId, key)
    this.setStanding(memberId, { state: 'active' })
    return memberId
  }

  setKey(memberId: number, key: string): void {
    this.#admission.members?.setKey(memberId, key)
  }

  setStanding(memberId: number, standing: MemberStanding): void {
    this.#admission.members?.setStanding(memberId, standing)
  }

  removeMember(memberId: number): void {
    this.#admission.members?.remove(memberId)
  }

  /** As a reload does, with these changes. */
  configure(settings: Settings): void {
    this.#supervisor.apply(settingsOf(configOf({ ...this.#settings, ...settings })))
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

type OpenParts = {
  readonly admission: AdmissionKeeper
  readonly supervisor: Supervisor
  readonly http: readonly Endpoint[]
  readonly udp: readonly Endpoint[]
}

type Parts = OpenParts & { readonly directory: string; readonly settings: Settings }

function configOf(settings: Settings): Config {
  const overrides = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  return loadConfig({ overrides })
}

async function openParts(config: Config, directory: string): Promise<OpenParts> {
  const log = createLog({ level: 'warn' })
  const addresses = await probeConfigured(config, () => {})
  const keeper = new SwarmKeeper({
    layout: layoutOf(config),
    seed: secrets.swarm,
    peerTimeoutSeconds: peerTimeoutSeconds(config.tracker),
    capSources: false,
    clock: systemClock,
    snapshotFile: join(directory, 'swarms.snapshot'),
    log,
  })
  const admission = new AdmissionKeeper({ config, seed: secrets.swarm, swarms: keeper.swarms })
  const counters = createCounters(threadsMax, metrics.columns)
  const blocks = createBlockRegion().handle
  const given = { counters, secrets, admission: admission.setup, blocks }
  const supervisor = openTracker({ config, keeper, addresses, log, ...given })
  return { admission, supervisor, http: addresses.http, udp: addresses.udp }
}

const hookTimeoutMs = 30_000

/** One running tracker for all tests of a `describe`; to be asked for inside tests only. */
export function useGalleryTracker(options: GalleryTrackerOptions): () => GalleryTracker {
  let tracker: GalleryTracker | undefined
  beforeAll(async () => {
    tracker = await GalleryTracker.start(options)
  }, hookTimeoutMs)
  afterAll(async () => {
    await tracker?.stop()
  }, hookTimeoutMs)
  return () => {
    if (tracker === undefined) throw new Error('the tracker does not run')
    return tracker
  }
}
