/** What is said of an address that could not be bound, and what to do about it: the system's error says which. */
import { type ProbedAddress, textOf } from '../probe-addresses.ts'
import { type Finding, fail, warn } from './finding.ts'

export type BindProblem = {
  /** What a start would say. */
  readonly text: string
  /** The system's error, such as `EADDRINUSE`; empty where there is none. */
  readonly code: string
}

export function bindFinding(
  { text, code }: BindProblem,
  transport: 'udp' | 'tcp',
  address: ProbedAddress,
): Finding {
  switch (code) {
    case 'EADDRINUSE':
      return fail('ports', text, listCommand(transport, address.port))
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return fail('ports', text, 'see which there are: ip address')
    // Whoever runs the doctor need not have what the service has.
    case 'EACCES':
    case 'EPERM':
      return warn('ports', `this user may not use ${textOf(address)}`, capability)
    default:
      return fail('ports', text, 'choose another address or another port')
  }
}

const capability =
  'nothing, where the service has CAP_NET_BIND_SERVICE as in docs/examples/waggle.service; otherwise give it that (AmbientCapabilities), or choose a port above 1023'

export function listCommand(transport: 'udp' | 'tcp', port: number): string {
  return `see who has it: ss -l${transport === 'udp' ? 'u' : 't'}np 'sport = :${port}'`
}
