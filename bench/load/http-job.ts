/** What the HTTP load is asked for; its results are those of the closed loop. */
import type { HttpTarget } from './http-connection.ts'
import type { LawSize } from './law.ts'
import type { MeteredServer } from './server-meter.ts'

/** Given once, when the process starts. */
export type HttpLoadSetup = {
  readonly size: LawSize
  readonly clients: number
  readonly keepsAlive: boolean
  readonly host: string
  readonly want: number
  /** Whether members announce, at their own addresses. */
  readonly hasPaths: boolean
}

export type HttpJob = {
  readonly tracker: string
  readonly target: HttpTarget
  readonly server: MeteredServer
  readonly isPersonal: boolean
} & ({ readonly kind: 'pass' } | { readonly kind: 'closed'; readonly seconds: number })
