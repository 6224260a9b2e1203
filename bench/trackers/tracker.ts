/** A tracker under measurement, whichever it is: how it is started, reached and told apart. */
import type { LawSize } from '../load/law.ts'

export type StartOptions = {
  /** What it is to serve. */
  readonly protocol: 'udp' | 'http'
  readonly family: 4 | 6
  /** The hashes of this law are announced; opentracker's whitelist has to name them. */
  readonly size: LawSize
  readonly workers: number
}

export type RunningTracker = {
  readonly name: string
  readonly pid: number
  readonly host: string
  readonly udpPort: number
  /** 0 where it speaks no HTTP. */
  readonly httpPort: number
  /** False where a connection id is neither given nor looked at. */
  readonly connects: boolean
  /** It serves members, at addresses of their own (../load/personal-path.ts). */
  readonly isPersonal?: boolean
  /** Of which threads the CPU time is counted, by the beginning of their names; of all where it is not said. */
  readonly threads?: string
  /** Resolves when nothing is left to be done of what was announced. */
  readonly rest?: () => Promise<void>
  readonly stop: () => Promise<void>
}

export type Tracker = {
  readonly name: string
  readonly families: readonly (4 | 6)[]
  /** The version, or why it cannot be measured here. */
  readonly available: () => Promise<Availability>
  readonly start: (options: StartOptions) => Promise<RunningTracker>
}

export type Availability = { readonly version: string } | { readonly missing: string }

export function loopback(family: 4 | 6): string {
  return family === 4 ? '127.0.0.1' : '::1'
}
