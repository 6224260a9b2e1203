/** Under which addresses the tracker is announced to: those that the operator publishes, or those it listens on. */
import type { Config } from '#config/config'
import { type AnnounceAddress, announceAddresses } from '#operate/announce-addresses'
import type { ThreadHttpAddress } from '#tracker/threads/thread-setup'
import type { Addresses } from './addresses.ts'
import { profileOf } from './profile.ts'

export function announceUrlsOf(config: Config, addresses: Addresses): string[] {
  const { announceUrls } = config.tracker
  if (announceUrls.length > 0) return announceUrls.map(announceUrl)
  return reachableAddresses(addresses).map(({ url }) => url)
}

/** The same without a path, as tracker.announce_urls has them. */
export function announceBasesOf(config: Config, addresses: Addresses): readonly string[] {
  const { announceUrls } = config.tracker
  if (announceUrls.length > 0) return announceUrls
  return reachableAddresses(addresses).map(({ url }) => baseOf(url))
}

/** `base` as tracker.announce_urls has it. */
export function announceUrl(base: string): string {
  return `${base}/announce`
}

function baseOf(url: string): string {
  return url.slice(0, -announceUrl('').length)
}

/** What people are shown of them, with who can reach each. */
export function shownAddressesOf(config: Config, addresses: Addresses): AnnounceAddress[] {
  const { path } = profileOf(config).announceWords(config)
  const { announceUrls } = config.tracker
  if (announceUrls.length > 0)
    return announceUrls.map((base) => ({ url: `${base}${path}`, reach: 'published' }))
  const found = reachableAddresses(addresses)
  return found.map(({ url, reach }) => ({ url: `${baseOf(url)}${path}`, reach }))
}

/** They, in a line for whoever asks the site instead. */
export function announceLineOf(config: Config, addresses: Addresses): string {
  const shown = shownAddressesOf(config, addresses).map(({ url }) => url)
  if (shown.length === 0) return 'It has no address.'
  return profileOf(config).announceWords(config).line(shown)
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
