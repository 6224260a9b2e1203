/** What the operator is told at start: that every socket is bound, where, and what to look after. */
import type { Config } from '#config/config'
import { textOf } from '#operate/probe-addresses'
import { welcomeText } from '#operate/welcome'
import type { Log } from '#telemetry/log'
import type { Addresses } from './addresses.ts'
import { reachableAddresses } from './published-addresses.ts'

/** What a service should run on. */
const recommendedNode = [26, 13] as const

/** One line for machines on standard output, a few for people on standard error. */
export function announceReady(
  config: Config,
  driver: string,
  addresses: Addresses,
  log: Log,
): void {
  const { udp, http, https, site } = addresses
  log.info('ready', 'Every socket is bound; announces are answered.', {
    mode: config.mode,
    driver,
    udp: udp.map(textOf),
    http: http.map(textOf),
    https: https.map(textOf),
    ...(site === undefined ? {} : { site: textOf(site) }),
  })
  const siteUrl = site === undefined ? undefined : `http://${textOf(site)}`
  process.stderr.write(
    welcomeText({ mode: config.mode, announce: reachableAddresses(addresses), site: siteUrl }),
  )
}

export function warnOfOldNode(log: Log): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantedMajor, wantedMinor] = recommendedNode
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  log.warn(
    'node_old',
    `This is Node ${process.versions.node}; run a service on ${wantedMajor}.${wantedMinor} or newer, which has security fixes.`,
  )
}
