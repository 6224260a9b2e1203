/** What is allowed in a configuration and yet probably not meant, each with what to do. */
import type { Config } from './config.ts'

/** One line per doubt, empty when there is none. Reads nothing but the configuration. */
export function configWarnings({ tracker, limits }: Config): readonly string[] {
  const warnings: string[] = []
  const steadySeconds = Math.ceil(tracker.intervalSeconds * 1.5)
  if (tracker.peerTimeoutSeconds !== 0 && tracker.peerTimeoutSeconds < steadySeconds) {
    warnings.push(
      `tracker.peer_timeout_seconds = ${tracker.peerTimeoutSeconds}: peers that announce every ` +
        `${tracker.intervalSeconds} s may vanish in between; write 0, or at least ${steadySeconds}`,
    )
  }
  if (!limits.perPrefix) {
    warnings.push(
      'limits.per_prefix = false: one network can fill the tracker; write true outside of tests',
    )
  }
  if (tracker.udp.length + tracker.http.length + tracker.https.length === 0) {
    warnings.push(
      'tracker.udp, tracker.http and tracker.https are empty: no announce will be answered; ' +
        'list an address, such as tracker.udp = ["0.0.0.0:6969"]',
    )
  }
  if (tracker.https.length === 0 && (tracker.tlsCertificate !== '' || tracker.tlsKey !== '')) {
    warnings.push(
      'tracker.tls_certificate or tracker.tls_key is written, but tracker.https is empty: ' +
        'HTTPS is not served; list an address in tracker.https, or remove them',
    )
  }
  return warnings
}
