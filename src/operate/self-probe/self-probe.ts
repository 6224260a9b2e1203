/**
 * Asks every published announce address, over its protocol and over each family that its name has, whether the tracker
 * answers there, and remembers since when it is so. It asks from this machine, so a router that does not lead
 * its own network back to itself looks like a tracker that is down. Nobody waits for it: who wants to know is told
 * what was last found out.
 */
import { Resolver } from 'node:dns/promises'
import type { Clock } from '#base/clock'
import type { EndpointState, FamilyState, ProbeOutcome } from '#telemetry/endpoint-state'
import type { Log } from '#telemetry/log'
import { askHttp } from './ask-http.ts'
import { askUdp } from './ask-udp.ts'
import { type FoundAddress, findAddresses } from './find-addresses.ts'
import { type PublishedEndpoint, readEndpoint } from './published-endpoint.ts'
import { reservedHash } from './reserved-hash.ts'

export type SelfProbeOptions = {
  /** Announce addresses; asked for with each round. */
  readonly urls: () => readonly string[]
  /**
   * The info-hash that an address is scraped for; one that no torrent has where this is left out. A tracker that serves
   * registered torrents only counts a refusal for what it does not know.
   */
  readonly infoHash?: (url: string) => Promise<Uint8Array | undefined>
  readonly clock: Clock
  readonly log: Pick<Log, 'info' | 'warn'>
  /** How long one address may take to answer. */
  readonly timeoutMs: number
  /** Name servers, `address:port`; the system's own by default. */
  readonly nameServers?: readonly string[]
}

export class SelfProbe {
  readonly #options: SelfProbeOptions
  readonly #resolver: Resolver
  readonly #stop = new AbortController()
  #states: ReadonlyMap<string, readonly FamilyState[]> = new Map()

  constructor(options: SelfProbeOptions) {
    this.#options = options
    this.#resolver = new Resolver({ timeout: options.timeoutMs, tries: 1 })
    if (options.nameServers !== undefined) this.#resolver.setServers([...options.nameServers])
  }

  /** What is known of the addresses that are published now, in their order. */
  states(): readonly EndpointState[] {
    return this.#options.urls().map((url) => ({ url, families: this.#states.get(url) ?? [] }))
  }

  /** One round: asks all addresses once, side by side. Never throws. */
  async askAll(): Promise<void> {
    const urls = [...new Set(this.#options.urls())]
    const entries = await Promise.all(
      urls.map(async (url): Promise<[string, FamilyState[]]> => [url, await this.#ask(url)]),
    )
    // What was cut off says nothing.
    if (!this.#stop.signal.aborted) this.#states = new Map(entries)
  }

  /** Goes on asking, `pauseSeconds` after the end of each round, until `stop`. */
  start(pauseSeconds: number): void {
    void this.askAll().then(() => {
      if (this.#stop.signal.aborted) return
      setTimeout(() => this.start(pauseSeconds), pauseSeconds * 1000).unref()
    })
  }

  /** Ends what is being asked at once, so that it keeps no process alive. */
  stop(): void {
    this.#stop.abort()
    this.#resolver.cancel()
  }

  async #ask(url: string): Promise<FamilyState[]> {
    const endpoint = readEndpoint(url)
    const found = await findAddresses(endpoint.host, this.#resolver)
    const infoHash = (await this.#options.infoHash?.(url)) ?? reservedHash
    if ('problem' in found) return [this.#remember(url, undefined, found.problem)]
    return await Promise.all(
      found.addresses.map(async (address) => {
        const outcome = await this.#askAddress(endpoint, address, infoHash)
        return this.#remember(url, address.family, outcome)
      }),
    )
  }

  #askAddress(
    endpoint: PublishedEndpoint,
    address: FoundAddress,
    infoHash: Uint8Array,
  ): Promise<ProbeOutcome> {
    const { timeoutMs } = this.#options
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)])
    if (endpoint.protocol !== 'udp') return askHttp(endpoint, address, infoHash, signal)
    return askUdp(endpoint, address, infoHash, signal, timeoutMs / 3)
  }

  /** The state from now on: it began with this outcome, or went on. */
  #remember(url: string, family: 4 | 6 | undefined, outcome: ProbeOutcome): FamilyState {
    const { clock, log } = this.#options
    const before = this.#states.get(url)?.find((state) => state.family === family)
    if (before?.state === outcome.state)
      return { ...outcome, family, sinceSeconds: before.sinceSeconds }
    if (!this.#stop.signal.aborted) report(log, url, family, outcome, before === undefined)
    return { ...outcome, family, sinceSeconds: clock.nowSeconds() }
  }
}

function report(
  log: SelfProbeOptions['log'],
  url: string,
  family: 4 | 6 | undefined,
  outcome: ProbeOutcome,
  isFirst: boolean,
): void {
  const fields = { url, family: family ?? null }
  if (outcome.state === 'up') {
    if (!isFirst) log.info('endpoint_up', `${url} answers again.`, fields)
    return
  }
  if (outcome.state === 'unknown') return
  log.warn(
    'endpoint_down',
    `${url} does not answer; look at the line, the name and the firewall.`,
    {
      ...fields,
      reason: outcome.reason,
    },
  )
}
