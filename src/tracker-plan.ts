/**
 * From the configuration to what the tracker's threads are given: sizes of the shared memory, settings that a
 * reload can change, and which thread has which sockets.
 */
import { readFileSync } from 'node:fs'
import { regionBytesMax } from '#base/region'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import type { ProbedAddress } from '#operate/probe-addresses'
import { type Layout, planLayout } from '#tracker/swarm/layout'
import type { ThreadSettings, ThreadSetup } from '#tracker/threads/thread-setup'

/** Where the tracker listens, every address with its port. */
export type TrackerAddresses = {
  readonly udp: readonly ProbedAddress[]
  readonly http: readonly ProbedAddress[]
  readonly https: readonly ProbedAddress[]
}

/** The layout of the swarm store. Throws StartError when it would not fit a region. */
export function layoutOf({ tracker }: Config): Layout {
  const layout = planLayout(tracker.peersMax, tracker.torrentsMax)
  if (layout.bytes <= regionBytesMax) return layout
  const gibibytes = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1)
  throw new StartError(
    `tracker.peers_max = ${tracker.peersMax}: with tracker.torrents_max = ${tracker.torrentsMax} this needs ${gibibytes(layout.bytes)} GiB of shared memory, and ${gibibytes(regionBytesMax)} GiB is the most there can be; lower one of the two`,
  )
}

export function settingsOf(config: Config): ThreadSettings {
  const { tracker, site } = config
  return {
    policy: {
      intervalSeconds: tracker.intervalSeconds,
      minIntervalSeconds: tracker.minIntervalSeconds,
      intervalJitterPercent: tracker.intervalJitterPercent,
      numwantDefault: tracker.numwantDefault,
      numwantMax: tracker.numwantMax,
      fullScrape: tracker.fullScrape,
    },
    peerTimeoutSeconds: peerTimeoutSeconds(tracker),
    proxies: { networks: tracker.trustedProxies, header: tracker.proxyHeader },
    siteUrl: site.url,
    tls: tracker.https.length === 0 ? undefined : readTls(config),
  }
}

/** One setup for each thread: `tracker.workers` that serve UDP and HTTP, and one more for HTTPS. */
export function threadSetups(
  common: Omit<ThreadSetup, 'slot' | 'udp' | 'http' | 'https'>,
  workers: number,
  { udp, http, https }: TrackerAddresses,
): ThreadSetup[] {
  const setups: ThreadSetup[] = []
  for (let slot = 0; slot < workers; slot++) setups.push({ ...common, slot, udp, http, https: [] })
  if (https.length > 0) setups.push({ ...common, slot: workers, udp: [], http: [], https })
  return setups
}

function readTls({ tracker }: Config): { certificate: string; key: string } {
  return {
    certificate: readPem('tracker.tls_certificate', tracker.tlsCertificate),
    key: readPem('tracker.tls_key', tracker.tlsKey),
  }
}

function readPem(key: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartError(`${key} = "${path}": cannot be read (${String(error)}); name a PEM file`)
  }
}
