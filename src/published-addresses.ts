/** Under which addresses the tracker is announced to: those that the operator publishes, or those it listens on. */
import type { Config } from '#config/config'
import { type AnnounceAddress, announceAddresses } from '#operate/announce-addresses'
import type { ThreadHttpAddress } from '#tracker/threads/thread-setup'
import type { Addresses } from './addresses.ts'

export function announceUrlsOf(config: Config, addresses: Addresses): string[] {
  const { announceUrls } = config.tracker
  if (announceUrls.length > 0) return announceUrls.map(announceUrl)
  return reachableAddresses(addresses).map(({ url }) => url)
}

/** `base` as tracker.announce_urls has it. */
export function announceUrl(base: string): string {
  return `${base}/announce`
}

/** The addresses of this machine that are listened on. */
export function reachableAddresses({ udp, http, https }: Addresses): AnnounceAddress[] {
  return [
    ...announceAddresses('udp', udp),
    ...announceAddresses('http', http.filter(isDirect)),
    ...announceAddresses('https', https.filter(isDirect)),
  ]
}

/** Where a proxy must say whose connection it is, nobody announces but through the proxy. */
function isDirect(address: ThreadHttpAddress): boolean {
  return !address.usesProxyProtocol
}
