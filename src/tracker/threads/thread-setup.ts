/**
 * What a tracker thread is given at its start: numbers and plain data only, cheap to clone.
 */
import type { RegionHandle } from '#base/region'
import type { GalleryPolicy } from '#tracker/admission/gallery-policy'
import type { NetworkLimitSettings } from '#tracker/admission/network-limits'
import type { TableLayout } from '#tracker/admission/table-layout'
import type { Policy } from '#tracker/announce/policy'
import type { ListeningSocket } from '#tracker/listeners/linux/acceptor'
import type { ProxySettings } from '#tracker/listeners/proxied-address'
import type { Layout } from '#tracker/swarm/layout'

export type ThreadAddress = { readonly host: string; readonly port: number; readonly family: 4 | 6 }

/** Where HTTP or HTTPS is served. */
export type ThreadHttpAddress = ThreadAddress & {
  /** Each connection begins with a header of the PROXY protocol. */
  readonly usesProxyProtocol: boolean
  /** A listening socket that main has opened for it; without one the thread opens its own. */
  readonly descriptor?: number
}

/** What a reload changes without a restart. */
export type ThreadSettings = {
  readonly policy: Policy
  /** For where torrents are those of galleries. */
  readonly galleries: GalleryPolicy
  readonly peerTimeoutSeconds: number
  /** What one network may do, where networks are limited. */
  readonly networks: NetworkLimitSettings
  readonly proxies: ProxySettings
  /** Where a browser that opens the tracker is sent, or ''. */
  readonly siteUrl: string
  /** What it is told: one line of ASCII. */
  readonly rootText: string
  /** PEM texts, where the thread serves HTTPS. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined
}

/** Keys that never leave the process; see `operate/secrets.ts`. */
export type TrackerSecrets = {
  /** Of connection ids. */
  readonly connection: readonly [number, number]
  /** Of the swarm store's hash tables. */
  readonly swarm: readonly [number, number]
}

/** What a thread does. The kind also names its entry file: `<kind>-thread.ts`. */
export type ThreadWork =
  /** Opens sockets of Node's at these addresses; every address has been probed and has its port. */
  | {
      readonly kind: 'portable'
      readonly udp: readonly ThreadAddress[]
      readonly http: readonly ThreadHttpAddress[]
      readonly https: readonly ThreadHttpAddress[]
    }
  /** Owns one UDP socket that main has opened. */
  | {
      readonly kind: 'linux-udp'
      /** Other threads have the same socket. */
      readonly isShared: boolean
      readonly descriptor: number
      readonly family: 4 | 6
      readonly isWildcard: boolean
    }
  /** Owns listening TCP sockets that main has opened. */
  | {
      readonly kind: 'linux-http'
      readonly sockets: readonly ListeningSocket[]
    }

/** Where a thread finds the registered torrents, and the keys of members where torrents are those of galleries. */
export type AdmissionSetup = {
  readonly region: RegionHandle
  readonly layout: TableLayout
  readonly members: RegionHandle | undefined
}

export type ThreadSetup = {
  readonly slot: number
  /** Not 0, and another in each process: what stands in the region from before is not this one's. */
  readonly processKey: number
  readonly region: RegionHandle
  readonly layout: Layout
  readonly stampUnitSeconds: number
  readonly counters: SharedArrayBuffer
  /** One word for each slot, raised after each message: a thread that blocks looks at it. */
  readonly mailCounts: SharedArrayBuffer
  readonly secrets: TrackerSecrets
  readonly capSources: boolean
  /** Undefined where every torrent is served. */
  readonly admission: AdmissionSetup | undefined
  /** Where a thread notes the announces of members; undefined where no statistics are kept. */
  readonly journal?: RegionHandle | undefined
  /** Where a thread finds who is blocked. */
  readonly blocks: RegionHandle
  readonly settings: ThreadSettings
  readonly work: ThreadWork
}

/** The setup of a thread that does this kind of work. */
export type SetupFor<Kind extends ThreadWork['kind']> = Omit<ThreadSetup, 'work'> & {
  readonly work: Extract<ThreadWork, { kind: Kind }>
}
