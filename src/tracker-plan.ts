/**
 * From the configuration to what the tracker's threads are given: sizes of the shared memory, settings that a
 * reload can change, and which thread has which sockets.
 */
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { regionBytesMax, regionKind } from '#base/region'
import { StartError } from '#base/start-error'
import { isWildcard } from '#base/wildcard'
import type { Config } from '#config/config'
import { peerTimeoutSeconds } from '#config/intervals'
import type { ProbedAddress } from '#operate/probe-addresses'
import type { GalleryPolicy } from '#tracker/admission/gallery-policy'
import type { Policy } from '#tracker/announce/policy'
import { type Layout, planLayout } from '#tracker/swarm/layout'
import type { TimeoutHold } from '#tracker/swarm/timeout-holds'
import type { ThreadHttpAddress, ThreadSettings, ThreadWork } from '#tracker/threads/thread-setup'
import { profileOf } from './profile.ts'
import type { Sockets } from './sockets.ts'

/** Where the tracker listens, every address with its port. */
export type TrackerAddresses = {
  readonly udp: readonly ProbedAddress[]
  readonly http: readonly ThreadHttpAddress[]
  readonly https: readonly ThreadHttpAddress[]
}

/** The layout of the swarm store. Throws StartError when it would not fit a region. */
export function layoutOf({ tracker }: Config): Layout {
  const layout = planLayout(tracker.peersMax, tracker.torrentsMax)
  if (layout.bytes <= regionBytesMax) return layout
  throw new StartError(
    `tracker.peers_max = ${tracker.peersMax}: with tracker.torrents_max = ${tracker.torrentsMax} this needs ${gibibytes(layout.bytes)} GiB of shared memory, and ${gibibytes(regionBytesMax)} GiB is the most there can be; lower one of the two`,
  )
}

export function settingsOf(config: Config): ThreadSettings {
  const { tracker, site, limits } = config
  return {
    policy: policyOf(config),
    galleries: galleryPolicyOf(config),
    peerTimeoutSeconds: peerTimeoutSeconds(tracker),
    networks: {
      ipv4PrefixBits: limits.ipv4PrefixBits,
      ipv6PrefixBits: limits.ipv6PrefixBits,
      burstSeconds: limits.burstSeconds,
      perSecond: [
        limits.connectsPerSecond,
        limits.announcesPerSecond,
        limits.creationsPerSecond,
        limits.badRequestsPerSecond,
      ],
    },
    proxies: { networks: tracker.trustedProxies, header: tracker.proxyHeader },
    siteUrl: site.url,
    rootText: `This is a BitTorrent tracker: ${profileOf(config).announceWords(config).use}.`,
    tls: tracker.https.length === 0 ? undefined : readTls(config),
  }
}

/** Whoever was told when to come back by the process that had the swarms before is waited for. */
export function firstSettings(config: Config, holds: readonly TimeoutHold[]): ThreadSettings {
  const settings = settingsOf(config)
  const held = holds.map((hold) => hold.peerTimeoutSeconds)
  return { ...settings, peerTimeoutSeconds: Math.max(settings.peerTimeoutSeconds, ...held) }
}

export function policyOf({ tracker }: Pick<Config, 'tracker'>): Policy {
  return {
    intervalSeconds: tracker.intervalSeconds,
    minIntervalSeconds: tracker.minIntervalSeconds,
    intervalJitterPercent: tracker.intervalJitterPercent,
    numwantDefault: tracker.numwantDefault,
    numwantMax: tracker.numwantMax,
    fullScrape: tracker.fullScrape,
  }
}

export function galleryPolicyOf({ tracker }: Pick<Config, 'tracker'>): GalleryPolicy {
  return {
    checkGallery: tracker.checkGallery,
    servesAnonymous: tracker.anonymous,
    servesUdpWithoutPath: tracker.udpWithoutPath === 'anonymous',
  }
}

/** What each thread does. Sockets of the linux driver come from `sockets`. */
export function planThreads(
  driver: 'linux' | 'portable',
  workers: number,
  addresses: TrackerAddresses,
  sockets: Sockets,
): ThreadWork[] {
  const each = Array.from({ length: workers })
  if (driver === 'portable') return portableThreads(each.length, addresses)
  const { udp, http, https } = addresses
  const udpWork = each.flatMap(() => udp.map((address) => udpThread(address, sockets)))
  const httpWork = http.length === 0 ? [] : each.map(() => httpThread(http, sockets))
  // TLS is Node's, whatever serves the rest; its sockets are main's all the same.
  const open = https.map((address) => ({
    ...address,
    descriptor: sockets.take('tracker.https', address),
  }))
  return [...udpWork, ...httpWork, ...tlsThread(open)]
}

function portableThreads(workers: number, { udp, http, https }: TrackerAddresses): ThreadWork[] {
  const work: ThreadWork = { kind: 'portable', udp, http, https: [] }
  return [...Array.from({ length: workers }, () => work), ...tlsThread(https)]
}

function tlsThread(https: readonly ThreadHttpAddress[]): ThreadWork[] {
  return https.length === 0 ? [] : [{ kind: 'portable', udp: [], http: [], https }]
}

function udpThread(address: ProbedAddress, sockets: Sockets): ThreadWork {
  const descriptor = sockets.take('tracker.udp', address)
  return {
    kind: 'linux-udp',
    descriptor,
    isShared: sockets.isShared(descriptor),
    family: address.family,
    isWildcard: isWildcard(address.host),
  }
}

function httpThread(addresses: readonly ThreadHttpAddress[], from: Sockets): ThreadWork {
  const sockets = addresses.map((address) => ({
    descriptor: from.take('tracker.http', address),
    family: address.family,
    usesProxyProtocol: address.usesProxyProtocol,
  }))
  return { kind: 'linux-http', sockets }
}

/** The driver to use. Throws StartError where the configured one does not work here. */
export function chooseDriver({ tracker }: Config): 'linux' | 'portable' {
  const isLinux = regionKind === 'memory-file'
  if (tracker.driver === 'linux' && !isLinux)
    throw new StartError('tracker.driver = "linux": this is not Linux; write "portable" or "auto"')
  return isLinux && tracker.driver !== 'portable' ? 'linux' : 'portable'
}

/** The PEM texts, known to make a certificate with its key: a thread that is given others would die of them. */
function readTls({ tracker }: Config): { certificate: string; key: string } {
  const { tlsCertificate, tlsKey } = tracker
  const certificate = readPem('tracker.tls_certificate', tlsCertificate)
  const key = readPem('tracker.tls_key', tlsKey)
  try {
    createSecureContext({ cert: certificate, key })
  } catch (error) {
    throw new StartError(
      `tracker.tls_certificate = "${tlsCertificate}", tracker.tls_key = "${tlsKey}": they cannot be used (${reasonOf(error)}); name a certificate chain and its own key, both in PEM`,
    )
  }
  return { certificate, key }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function readPem(key: string, path: string): string {
  const problem = (reason: string): StartError =>
    new StartError(`${key} = "${path}": ${reason}; name a PEM file`)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw problem(`cannot be read (${reasonOf(error)})`)
  }
  // Node takes an empty text for none at all, and would then refuse every client.
  if (text.trim() === '') throw problem('is empty')
  return text
}

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1)
}
