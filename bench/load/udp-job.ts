/** What the UDP load is asked for, a JSON line each on standard input, and what it says in return. */

import type { Mood } from './announce-packets.ts'
import type { Measured } from './closed-loop.ts'
import type { LaneTarget } from './lane.ts'
import type { LawSize } from './law.ts'
import type { Latency } from './open-loop.ts'
import type { MeteredServer } from './server-meter.ts'

/** Given once, when the process starts. */
export type UdpLoadSetup = {
  readonly size: LawSize
  readonly lanes: number
  readonly family: 4 | 6
  /** Whether members announce, with the paths of their addresses. */
  readonly hasPaths: boolean
}

export type UdpJob = {
  /** Each tracker has its own place in the order of peers, which goes on from round to round. */
  readonly tracker: string
  readonly target: LaneTarget
  readonly server: MeteredServer
  readonly isPersonal: boolean
  /** False for a server that gives no connection ids. */
  readonly connects: boolean
  readonly want: number
  readonly mood: Mood
  /** Announces on their way for each lane. */
  readonly window: number
} & (
  | { readonly kind: 'pass' }
  | { readonly kind: 'closed'; readonly seconds: number }
  | { readonly kind: 'open'; readonly seconds: number; readonly ratePerSecond: number }
)

export type UdpLoadReady = { readonly ready: true; readonly meanAnswer30: number }
export type UdpJobResult =
  | (Measured & { readonly errorText: string })
  | (Latency & { readonly errorText: string })
  | { readonly failure: string }
