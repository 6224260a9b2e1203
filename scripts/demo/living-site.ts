/**
 * A site of the demo from its empty data directory to a living tracker. It is started twice: what fills it would be a
 * mountain at the end of its chart, so the tracker takes that in first, and then begins again with its swarms saved.
 */
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Announcers } from './announcers.ts'
import { addresses4, addresses6, type DemoPeer } from './demo-peers.ts'
import { DemoRandom } from './demo-random.ts'
import type { DemoSite, Filled } from './demo-site.ts'
import { DemoTracker, type Settings } from './demo-tracker.ts'
import { freePort } from './free-port.ts'
import type { Level } from './made-day.ts'

export type LivingSite = {
  readonly site: DemoSite
  readonly filled: Filled
  readonly tracker: DemoTracker
  /** Makes whoever opens it the operator, once; undefined where a mode has no accounts. */
  readonly operatorLink: string | undefined
  readonly stop: () => Promise<void>
}

/** Makes the data in `directory`. Rejects with an Error that says what went wrong. */
export async function startSite(site: DemoSite, directory: string): Promise<LivingSite> {
  const dataDirectory = join(directory, site.mode)
  const settings = await settingsOf(site, dataDirectory)
  const random = new DemoRandom(1891)
  const filled = await fill(site, settings, dataDirectory, random)
  site.age?.(dataDirectory, random)
  const level = levelOf(filled.peers, site.intervalSeconds)
  const tracker = await DemoTracker.start({ settings, level })
  const life = keepAnnouncing(tracker, filled.peers, level.announcesPerSecond, random)
  const stop = async (): Promise<void> => {
    await life.stop()
    await tracker.stop()
  }
  return { site, filled, tracker, operatorLink: site.operatorLink?.(dataDirectory), stop }
}

async function fill(
  site: DemoSite,
  settings: Settings,
  dataDirectory: string,
  random: DemoRandom,
): Promise<Filled> {
  const tracker = await DemoTracker.start({ settings })
  try {
    const nowSeconds = Math.floor(Date.now() / 1000)
    const addresses = hasIpv6() ? [...addresses4, ...addresses6] : addresses4
    const filled = await site.populate({ tracker, random, nowSeconds, dataDirectory, addresses })
    const announcers = new Announcers(tracker.trackers)
    await announcers.announceAll(filled.peers)
    await announcers.close()
    return filled
  } finally {
    await tracker.stop()
  }
}

async function settingsOf(site: DemoSite, dataDirectory: string): Promise<Settings> {
  const hosts = hasIpv6() ? ['127.0.0.1', '::1'] : ['127.0.0.1']
  const port = await freePort(hosts)
  const names = hosts.map((host) => (host === '::1' ? '[::1]' : host))
  const listen = JSON.stringify(names.map((name) => `${name}:${port}`))
  const urls = ['udp', 'http'].flatMap((scheme) =>
    names.map((name) => `${scheme}://${name}:${port}`),
  )
  return {
    'data.directory': dataDirectory,
    'site.listen': '127.0.0.1:0',
    'site.name': `Waggle demo (${site.mode})`,
    'site.contact': 'abuse@tracker.example',
    'tracker.udp': listen,
    'tracker.http': listen,
    'tracker.announce_urls': JSON.stringify(urls),
    'tracker.peers_max': '200000',
    'tracker.torrents_max': '20000',
    // All clients are on this machine.
    'limits.per_prefix': 'false',
    ...site.settings,
  }
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((entries) =>
    entries?.some(({ address }) => address === '::1'),
  )
}

function levelOf(peers: readonly DemoPeer[], intervalSeconds: number): Level {
  return {
    announcesPerSecond: peers.length / intervalSeconds,
    torrents: new Set(peers.map(({ infoHash }) => infoHash.toString('hex'))).size,
    peers: peers.length,
    seeders: peers.filter(({ isSeeder }) => isSeeder).length,
  }
}

/** Announces peers again, as often as so many clients would. */
function keepAnnouncing(
  tracker: DemoTracker,
  peers: readonly DemoPeer[],
  perSecond: number,
  random: DemoRandom,
): { stop: () => Promise<void> } {
  let due = 0
  const announceSome = async (): Promise<void> => {
    due += perSecond
    const now = Array.from({ length: Math.floor(due) }, () => random.pick(peers))
    due -= now.length
    // Connection ids are good for two minutes, so the clients are new ones each time.
    const announcers = new Announcers(tracker.trackers)
    await announcers.announceAll(now)
    await announcers.close()
  }
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = last.then(announceSome).catch(() => undefined)
  }, 1000)
  return {
    stop: async () => {
      clearInterval(timer)
      await last
    },
  }
}
