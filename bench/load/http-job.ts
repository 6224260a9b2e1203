/** What the HTTP load is asked for; its results are those of the closed loop. */
import type { HttpTarget } from './http-connection.ts'
import type { LawSize } from './law.ts'

/** Given once, when the process starts. */
export type HttpLoadSetup = {
  readonly size: LawSize
  readonly clients: number
  readonly keepsAlive: boolean
  readonly host: string
  readonly want: number
}

export type HttpJob = {
  readonly tracker: string
  readonly target: HttpTarget
  readonly serverPid: number
} & ({ readonly kind: 'pass' } | { readonly kind: 'closed'; readonly seconds: number })
