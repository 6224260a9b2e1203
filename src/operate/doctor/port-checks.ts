/**
 * The addresses that the tracker listens on: free before a start, answering while a server runs. Whether others can reach
 * them nobody on this machine can say.
 */
import { createHash } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { StartError, systemCode } from '#base/start-error'
import { isWildcard } from '#base/wildcard'
import { type Config, isDefault } from '#config/config'
import type { KeyName } from '#config/schema'
import { reachOf } from '../announce-addresses.ts'
import { type ProbedAddress, probeAddresses, textOf } from '../probe-addresses.ts'
import { askHttp } from '../self-probe/ask-http.ts'
import { askUdp } from '../self-probe/ask-udp.ts'
import { readEndpoint } from '../self-probe/published-endpoint.ts'
import { type BindProblem, bindFinding, listCommand } from './bind-finding.ts'
import { type Finding, fail, ok, warn } from './finding.ts'
import type { ServerState } from './server-check.ts'

type Listening = {
  readonly key: KeyName
  readonly transport: 'udp' | 'tcp'
  readonly addresses: readonly ProbedAddress[]
}

const answerMs = 2000
const retryMs = 500
const infoHash = createHash('sha1').update('waggle doctor').digest()

/** `server` is what is known of the one that has the data directory. */
export async function portChecks(config: Config, server: ServerState): Promise<Finding[]> {
  const { tracker, site } = config
  const all: readonly Listening[] = [
    { key: 'tracker.udp', transport: 'udp', addresses: tracker.udp },
    { key: 'tracker.http', transport: 'tcp', addresses: tracker.http },
    { key: 'tracker.https', transport: 'tcp', addresses: tracker.https },
    { key: 'site.listen', transport: 'tcp', addresses: site.enabled ? [site.listen] : [] },
  ]
  const findings: Finding[] = []
  for (const { key, transport, addresses } of all)
    for (const address of addresses)
      findings.push(await addressCheck(config, server, { key, transport, addresses: [address] }))
  return [...findings, ...familyChecks(all), reachCheck(findings)]
}

async function addressCheck(
  config: Config,
  server: ServerState,
  listening: Listening,
): Promise<Finding> {
  const [address] = listening.addresses as [ProbedAddress]
  const name = `${listening.key} ${textOf(address)}`
  if (address.port === 0) return ok('ports', `${name}: the system chooses a port`)
  const problem = await bindProblem(config, listening)
  if (problem === 'lacking')
    return warn('ports', `${name}: this machine has no such address`, 'leave it out, or add it')
  if (problem === undefined)
    return server === 'running'
      ? warn('ports', `${name} is free, and the server does not listen there`, restart)
      : ok('ports', `${name} is free`)
  return server === 'none'
    ? bindFinding(problem, listening.transport, address)
    : await ownerCheck(config, listening, problem)
}

const restart = 'restart the server, so that it has this configuration'

/** Undefined where it can be bound. */
async function bindProblem(
  config: Config,
  listening: Listening,
): Promise<BindProblem | 'lacking' | undefined> {
  let isLacking = false
  try {
    await probeAddresses({
      ...listening,
      isDefault: isDefault(config, listening.key),
      warn: () => {
        isLacking = true
      },
    })
  } catch (error) {
    if (error instanceof StartError) return { text: error.message, code: systemCode(error.cause) }
    throw error
  }
  return isLacking ? 'lacking' : undefined
}

/** It cannot be had while a server runs: a tracker that answers is taken for ours. */
async function ownerCheck(
  config: Config,
  listening: Listening,
  problem: BindProblem,
): Promise<Finding> {
  const [address] = listening.addresses as [ProbedAddress]
  const { key, transport } = listening
  const name = `${key} ${textOf(address)}`
  const isInUse = problem.code === 'EADDRINUSE'
  if (!isAskable(config, listening, address))
    return isInUse ? ok('ports', `${name} is in use`) : bindFinding(problem, transport, address)
  const outcome = await ask(transport, address)
  if (outcome === 'up') return ok('ports', `${name} answers as a tracker`)
  const text = isInUse ? 'is in use, and no tracker answers there' : 'does not answer as a tracker'
  return fail('ports', `${name} ${text}`, listCommand(transport, address.port))
}

/** TLS wants another name than an address, and a PROXY protocol another client. */
function isAskable({ tracker }: Config, { key }: Listening, { host }: ProbedAddress): boolean {
  const isTracker = key === 'tracker.udp' || key === 'tracker.http'
  return isTracker && (key === 'tracker.udp' || tracker.proxyProtocol === false) && host !== ''
}

async function ask(transport: 'udp' | 'tcp', { host, port, family }: ProbedAddress) {
  const loopback = family === 4 ? '127.0.0.1' : '::1'
  const found = { host: isWildcard(host) ? loopback : host, family }
  const written = family === 6 ? `[${found.host}]` : found.host
  const scheme = transport === 'udp' ? 'udp' : 'http'
  const endpoint = readEndpoint(`${scheme}://${written}:${port}/announce`)
  const signal = AbortSignal.timeout(answerMs)
  const { state } =
    transport === 'udp'
      ? await askUdp(endpoint, found, infoHash, signal, retryMs)
      : await askHttp(endpoint, found, infoHash, signal)
  return state
}

/** Who listens for a family has an address of it that the internet knows, or clients of that family never come. */
function familyChecks(all: readonly Listening[]): Finding[] {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const listens = all.slice(0, -1).flatMap(({ addresses }) => addresses)
  return ([4, 6] as const)
    .filter((family) => listens.some((address) => address.family === family))
    .map((family) => {
      const reaching = own
        .filter((address) => address.family === `IPv${family}`)
        .map(({ address }) => address)
        .filter((address) => reachOf(address) === 'internet')
      if (reaching.length > 0)
        return ok('families', `IPv${family}: this machine is ${reaching.join(', ')}`)
      const text = `IPv${family}: no interface has an address of the internet`
      const remedy =
        family === 4
          ? 'behind a router or a load balancer that is as it should be; let the port through there'
          : 'have the provider give the machine one, or leave IPv6 out of tracker.udp and tracker.http'
      return warn('families', text, remedy)
    })
}

/** Nobody here can say whether clients reach us. */
function reachCheck(ports: readonly Finding[]): Finding {
  const isBad = ports.some(({ outcome }) => outcome === 'fail')
  const text =
    'whether clients elsewhere reach these ports cannot be seen from here: ask a tracker list such as newtrackon.com, or a machine outside'
  return isBad ? warn('reachability', text, 'correct the ports first') : ok('reachability', text)
}
