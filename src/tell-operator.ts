/** What the operator is told at start: that every socket is bound, where, and what to look after. */
import type { Config } from '#config/config'
import { configWarnings } from '#config/warnings'
import { textOf } from '#operate/probe-addresses'
import { welcomeText } from '#operate/welcome'
import type { Log } from '#telemetry/log'
import type { Addresses } from './addresses.ts'
import { profileOf } from './profile.ts'
import { shownAddressesOf } from './published-addresses.ts'
import { chooseDriver } from './tracker-plan.ts'

/** What a service should run on. */
const recommendedNode = [26, 13] as const

/** One line for machines on standard output, a few for people on standard error. */
export function announceReady(
  config: Config,
  addresses: Addresses,
  log: Log,
  { welcomes } = { welcomes: true },
): void {
  const { udp, http, https, site } = addresses
  log.info('ready', 'Every socket is bound; announces are answered.', {
    mode: config.mode,
    driver: chooseDriver(config),
    udp: udp.map(textOf),
    http: http.map(textOf),
    https: https.map(textOf),
    ...(site === undefined ? {} : { site: textOf(site) }),
  })
  if (!welcomes) return
  const siteUrl = site === undefined ? undefined : `http://${textOf(site)}`
  process.stderr.write(
    welcomeText({
      mode: config.mode,
      list: profileOf(config).announceWords(config).list,
      announce: shownAddressesOf(config, addresses),
      site: siteUrl,
    }),
  )
}

/** What is allowed and yet doubtful. */
export function warnAtStart(config: Config, log: Log): void {
  for (const warning of configWarnings(config)) log.warn('config_doubtful', warning)
  warnOfOldNode(log)
}

function warnOfOldNode(log: Log): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantedMajor, wantedMinor] = recommendedNode
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  log.warn(
    'node_old',
    `This is Node ${process.versions.node}; run a service on ${wantedMajor}.${wantedMinor} or newer, which has security fixes.`,
  )
}
