/** How what stands in place of a header of the PROXY protocol is counted. */
import type { ProxyRefusal } from '#telemetry/metrics'
import { ProxyProtocolStatus } from '#tracker/wire/proxy-protocol-header'

type Refused = Exclude<
  ProxyProtocolStatus,
  typeof ProxyProtocolStatus.complete | typeof ProxyProtocolStatus.incomplete
>

export const proxyRefusalOf: Readonly<Record<Refused, ProxyRefusal>> = {
  [ProxyProtocolStatus.missing]: 'missing',
  [ProxyProtocolStatus.textVersion]: 'version_1',
  [ProxyProtocolStatus.malformed]: 'malformed',
  [ProxyProtocolStatus.tooLong]: 'too_long',
}
