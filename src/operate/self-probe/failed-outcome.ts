/** What an error of a socket says about the endpoint that was asked. */
import { systemCode } from '#base/start-error'
import type { ProbeOutcome, ProbeReason } from '#telemetry/endpoint-state'

export function failedOutcome(error: unknown): ProbeOutcome {
  const code = systemCode(error)
  const reason = reasonOf(code)
  return { state: reason === 'not_from_here' ? 'unknown' : 'down', reason, detail: '' }
}

export function down(reason: ProbeReason, detail = ''): ProbeOutcome {
  return { state: 'down', reason, detail }
}

function reasonOf(code: string): ProbeReason {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused'
    // This machine has no address or no route of that family.
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return 'not_from_here'
    case 'EHOSTUNREACH':
      return 'unreachable'
    default:
      return /CERT|SIGNATURE|SELF_SIGNED|SSL/.test(code) ? 'bad_certificate' : 'no_answer'
  }
}
