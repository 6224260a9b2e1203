/** Base addresses of the tracker, to which paths are added: those that are published, or those that are listened on. */
import { announceAddresses } from './announce-addresses.ts'
import type { ProbedAddress } from './probe-addresses.ts'

export type AnnounceBasesOptions = {
  /** As `tracker.announce_urls`; where there are any, they are all. */
  readonly announceUrls: readonly string[]
  readonly udp: readonly ProbedAddress[]
  readonly http: readonly ProbedAddress[]
  readonly https: readonly ProbedAddress[]
}

/** Such as `http://192.0.2.1:6969`. */
export function announceBases(options: AnnounceBasesOptions): readonly string[] {
  const { announceUrls, udp, http, https } = options
  if (announceUrls.length > 0) return announceUrls
  const listening = [
    ...announceAddresses('http', http),
    ...announceAddresses('https', https),
    ...announceAddresses('udp', udp),
  ]
  return listening.map(({ url }) => url.replace(/\/announce$/, ''))
}
