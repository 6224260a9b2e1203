/** Which of the tracker's addresses `tracker.proxy_protocol` means. */
import type { Config } from './config.ts'
import { formatListenAddress, type ListenAddress } from './listen-address.ts'

type Keys = Pick<Config['tracker'], 'http' | 'https' | 'proxyProtocol'>

/** Every address on which connections are to begin with a header of the PROXY protocol. */
export function namedForProxyProtocol({
  http,
  https,
  proxyProtocol,
}: Keys): readonly ListenAddress[] {
  if (typeof proxyProtocol !== 'boolean') return proxyProtocol
  return proxyProtocol ? [...http, ...https] : []
}

/** Whether `address` is one of them. */
export function usesProxyProtocol(keys: Keys, address: ListenAddress): boolean {
  const text = formatListenAddress(address)
  return namedForProxyProtocol(keys).some((named) => formatListenAddress(named) === text)
}
