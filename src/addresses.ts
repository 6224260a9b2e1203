/**
 * All addresses that the configuration names, probed: which can be listened on, and on which ports. Where a socket is
 * given already, there is nothing to probe.
 */
import { type Config, isDefault } from '#config/config'
import type { ListenAddress } from '#config/listen-address'
import { usesProxyProtocol } from '#config/proxy-protocol'
import { type ProbedAddress, probeAddresses } from '#operate/probe-addresses'
import type { ThreadHttpAddress } from '#tracker/threads/thread-setup'
import { type SocketKey, Sockets } from './sockets.ts'
import type { TrackerAddresses } from './tracker-plan.ts'

export type Addresses = TrackerAddresses & {
  /** Undefined where the site is off. */
  readonly site: ProbedAddress | undefined
}

/** Throws StartError for the first address that cannot be listened on. */
export async function probeConfigured(
  config: Config,
  warn: (message: string) => void,
  sockets = new Sockets(),
): Promise<Addresses> {
  const { tracker, site } = config
  const probe = <Address extends ProbedAddress>(
    key: SocketKey,
    transport: 'udp' | 'tcp',
    addresses: readonly Address[],
  ): Promise<Address[]> => {
    const givenPort = (address: ProbedAddress) => sockets.givenPort(key, address)
    const isTheDefault = isDefault(config, key)
    return probeAddresses({ key, transport, addresses, isDefault: isTheDefault, givenPort, warn })
  }
  const withProxy = (address: ListenAddress): ThreadHttpAddress => ({
    ...address,
    usesProxyProtocol: usesProxyProtocol(tracker, address),
  })
  const siteAddresses = site.enabled ? [site.listen] : []
  return {
    udp: await probe('tracker.udp', 'udp', tracker.udp),
    http: await probe('tracker.http', 'tcp', tracker.http.map(withProxy)),
    https: await probe('tracker.https', 'tcp', tracker.https.map(withProxy)),
    site: (await probe('site.listen', 'tcp', siteAddresses))[0],
  }
}
