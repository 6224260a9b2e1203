/** What is allowed in a configuration and yet probably not meant, each with what to do. */
import type { Config } from './config.ts'

/** One line per doubt, empty when there is none. Reads nothing but the configuration. */
export function configWarnings({ tracker, limits, site }: Config): readonly string[] {
  const warnings: string[] = []
  const steadySeconds = Math.ceil(tracker.intervalSeconds * 1.5)
  const bothIntervals = tracker.minIntervalSeconds + tracker.intervalSeconds
  // The registered mode has derived it from them.
  if (tracker.peerTimeoutSeconds === bothIntervals && bothIntervals < steadySeconds) {
    warnings.push(
      `tracker.min_interval_seconds = ${tracker.minIntervalSeconds}: peers live for both intervals, ` +
        `${bothIntervals} s, and those that announce every ${tracker.intervalSeconds} s may vanish in between; ` +
        `write at least ${steadySeconds - tracker.intervalSeconds}, or tracker.peer_timeout_seconds = ${steadySeconds}`,
    )
  } else if (tracker.peerTimeoutSeconds !== 0 && tracker.peerTimeoutSeconds < steadySeconds) {
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
  if (site.enabled && site.url !== '' && site.contact === '') {
    warnings.push(
      'site.contact is empty: whoever finds a fault or has a takedown notice cannot reach you; ' +
        'write an address, such as site.contact = "abuse@tracker.example"',
    )
  }
  return warnings
}
