/** Where the site is: its public address, or the one that it listens at, as this machine sees it. */
import { isWildcard } from '#base/wildcard'
import { type ProbedAddress, textOf } from './probe-addresses.ts'

/** Without a slash at its end. `siteUrl` is '' where none is configured. */
export function siteAddress(siteUrl: string, listening: ProbedAddress): string {
  if (siteUrl !== '') return siteUrl
  return isWildcard(listening.host)
    ? `http://localhost:${listening.port}`
    : `http://${textOf(listening)}`
}
