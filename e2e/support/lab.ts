/*
 * The stage on which scenarios play: one network with one running tracker for a group of tests. Each
 * test has its own clients and torrents on it (cast.ts), so tests of a group can play concurrently.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, type TestContext } from 'vitest'
import { openBrowserIn } from './browser.ts'
import { Cast } from './cast.ts'
import type { Driver } from './drivers.ts'
import { host } from './host.ts'
import { makeDirectory } from './make-directory.ts'
import { type Network, openNetwork } from './network.ts'
import { Operator } from './operator.ts'
import { type Counts, scrape } from './scrape.ts'
import { SiteMember } from './site-member.ts'
import { makeTorrent, type Tiers, type Torrent } from './torrent.ts'
import { announceUrls, startTracker, type Tracker } from './tracker.ts'

export interface Lab {
  readonly tracker: Tracker
  /** Has a catalogue where the tracker is in the registered mode. */
  readonly operator: Operator
  /** Makes an account on the site of a gallery tracker. */
  member(name: string): Promise<SiteMember>
  /** A Chromium in the network; whoever opens it closes it. */
  browser(): Promise<Browser>
  /** The member's own file of a torrent. */
  personal(torrent: Torrent, member: SiteMember): Promise<Torrent>
  /** What the tracker says of a swarm, by an info-hash in hex. */
  counts(hash: string): Promise<Counts>
  /** A torrent of random data, for several tests. */
  torrent(tiers: Tiers): Promise<Torrent>
  /** The clients of one test; takes its context, to be there when it ends. */
  cast(context: TestContext): Cast
}

export type Settings = Readonly<Record<string, string>>

/** Settings that are known only when the stage is set, such as the address of a database. */
type LateSettings = () => Promise<Settings>

interface Stage {
  readonly directory: string
  readonly network: Network
  readonly tracker: Tracker
}

const setMs = 30_000
const clearMs = 30_000

/** Sets the stage before the tests of the current `describe`, and clears it after them. */
export function useLab(driver: Driver, settings: Settings | LateSettings = {}): Lab {
  let stage: Stage | undefined
  beforeAll(async () => {
    const given = typeof settings === 'function' ? await settings() : settings
    stage = await setStage({ 'tracker.driver': driver, ...given })
  }, setMs)
  afterAll(async () => {
    if (stage !== undefined) await clearStage(stage)
  }, clearMs)
  const set = () => {
    if (stage === undefined) throw new Error('the stage is set only while tests run')
    return stage
  }
  // Host 1 is the tracker's.
  let hostsTaken = 1
  const takeHost = () => host(++hostsTaken)
  let directoriesTaken = 0
  const takeDirectory = () => makeDirectory(join(set().directory, String(++directoriesTaken)))
  return {
    get tracker() {
      return set().tracker
    },
    get operator() {
      return new Operator(set().tracker)
    },
    member: (name) => SiteMember.register(set().network, name),
    browser: async () => openBrowserIn(set().network, await takeDirectory()),
    personal: async (torrent, member) => member.personal(torrent, await takeDirectory()),
    counts: (hash) => scrape(set().network, announceUrls.http, hash),
    torrent: async (tiers) => makeTorrent(await takeDirectory(), tiers),
    cast: (context) => {
      const { network, tracker } = set()
      return new Cast(context, { network, tracker, takeHost, takeDirectory })
    },
  }
}

async function setStage(settings: Settings): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'waggle-e2e-'))
  const network = await openNetwork()
  try {
    const dataDirectory = await makeDirectory(join(directory, 'data'))
    const tracker = await startTracker({ network, dataDirectory, settings })
    return { directory, network, tracker }
  } catch (error) {
    await network.close()
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function clearStage({ directory, network, tracker }: Stage): Promise<void> {
  try {
    await tracker.stop()
  } finally {
    await network.close()
    await rm(directory, { recursive: true, force: true })
  }
}
