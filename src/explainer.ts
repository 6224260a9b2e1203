/**
 * Says what a client would be told, and why: rehearses its announce (tracker/announce/rehearsal.ts) and puts into words
 * what each station said. Nothing is changed, counted or logged, so that a key in an address stays with who asks.
 */
import type { Config } from '#config/config'
import type { BlockKind } from '#index/blocks/block'
import type { HoldingRule } from '#index/blocks/rules-in-force'
import {
  ExplainError,
  type ExplainQuery,
  type ExplainStep,
  type Explanation,
} from '#operate/explain/explanation'
import { readSubject, type Subject } from '#operate/explain/read-subject'
import { textOf } from '#operate/probe-addresses'
import type { Admission } from '#tracker/admission/admission'
import type { Blocking } from '#tracker/admission/blocking'
import type { Policy } from '#tracker/announce/policy'
import { Rehearsal } from '#tracker/announce/rehearsal'
import { udpWantMax } from '#tracker/announce/udp-answer'
import type { ListCounts } from '#tracker/swarm/list-counts'
import { parseAddress } from '#tracker/wire/address'
import { type Announce, AnnounceEvent, numwantUnstated } from '#tracker/wire/announce'
import { failureDescriptions } from '#tracker/wire/failure'
import { composeRequest, datagramOf } from './explain-request.ts'
import { hexOf, refusalText, stepsOf } from './explain-steps.ts'

export type ExplainerOptions = {
  readonly config: Pick<Config, 'tracker' | 'limits'>
  /** Undefined where every torrent is served. */
  readonly admission: Admission | undefined
  readonly blocking: Blocking
  readonly holding: (kind: BlockKind, target: string) => HoldingRule | undefined
  /** What clients are told at present. */
  readonly policy: () => Policy
  /** The peers of the swarm, or that they cannot be counted now; undefined where no server runs. */
  readonly swarm: ((infoHash: Int32Array) => ListCounts | 'busy' | undefined) | undefined
}

/** Throws ExplainError where the question cannot be read. */
export function explainAnnounce(options: ExplainerOptions, query: ExplainQuery): Explanation {
  const { admission, swarm, blocking, holding } = options
  const subject = readSubject(query.subject, query.torrent)
  const protocol = protocolOf(subject, options.config)
  const composed = composeRequest(subject, pathOf(subject, admission), query)
  const rehearsal = new Rehearsal({ admission, blocking })
  const source = new Uint8Array(16)
  rehearsal.setSource(source, familyOf(query.from, source))
  if (protocol === 'udp') rehearsal.udp(datagramOf(composed.target))
  else rehearsal.http(composed.target)
  const given = {
    from: query.from !== undefined,
    client: composed.hasClient,
    torrent: composed.hasTorrent,
  }
  const before = [listenerStep(options.config, subject, protocol), addressStep(rehearsal)]
  const steps = [...before, ...stepsOf({ rehearsal, admission, holding, given })]
  const head = {
    isRunning: swarm !== undefined,
    protocol,
    infoHash: composed.hasTorrent ? hexOf(rehearsal.request.infoHash) : undefined,
  }
  return { ...head, ...verdictOf(options, rehearsal, steps, composed.hasTorrent) }
}

type Verdict = Pick<Explanation, 'steps' | 'failure' | 'answer'>

function verdictOf(
  options: ExplainerOptions,
  rehearsal: Rehearsal,
  steps: readonly ExplainStep[],
  hasTorrent: boolean,
): Verdict {
  const { failure, station } = rehearsal
  if (station === 'address')
    return { steps, failure: undefined, answer: 'this is no announce: a page, or the status 404' }
  if (steps[0]?.outcome === 'refused')
    return { steps, failure: undefined, answer: 'nothing: nobody listens for it' }
  const isRefused = steps.some(({ outcome }) => outcome === 'refused')
  if (isRefused)
    return {
      steps,
      failure: failureDescriptions[failure].code,
      answer: `refused: ${refusalText(rehearsal)}`,
    }
  if (!hasTorrent)
    return {
      steps,
      failure: undefined,
      answer: 'the address is good; whether the torrent is, was not asked',
    }
  return serve(options, rehearsal, steps)
}

function serve(
  options: ExplainerOptions,
  { request }: Rehearsal,
  steps: readonly ExplainStep[],
): Verdict {
  const { swarm } = options
  const policy = options.policy()
  const times = `come back after ${policy.intervalSeconds} s, ${policy.minIntervalSeconds} s at the soonest`
  const counts = swarm?.(request.infoHashWords)
  if (swarm === undefined || counts === 'busy') {
    const text =
      swarm === undefined
        ? 'no server runs, so that nothing is known of the swarm'
        : 'a thread has the swarm in its hands at this moment; ask again to see its peers'
    const step: ExplainStep = { step: 'swarm', outcome: 'skipped', text }
    return { steps: [...steps, step], failure: undefined, answer: `served: ${times}` }
  }
  const step: ExplainStep = { step: 'swarm', outcome: 'passed', text: swarmText(counts) }
  const given = peersFor(request, counts, policy)
  return {
    steps: [...steps, ...limitSteps(options.config), step],
    failure: undefined,
    answer: `served: peers would be given: ${given}; ${times}`,
  }
}

function limitSteps({ limits }: ExplainerOptions['config']): ExplainStep[] {
  if (!limits.perPrefix) return []
  const text =
    'limits.per_prefix is on: a network that sends too much is refused for a while, which only the threads know'
  return [{ step: 'limits', outcome: 'skipped', text }]
}

function swarmText(counts: ListCounts | undefined): string {
  if (counts === undefined)
    return 'nobody has announced the torrent lately; the client would be the first'
  const { seeders4, seeders6, leechers4, leechers6 } = counts
  return `it has ${seeders4 + seeders6} seeders and ${leechers4 + leechers6} leechers (IPv4 ${seeders4 + leechers4}, IPv6 ${seeders6 + leechers6})`
}

/** As the store chooses: seeders are told leechers only, over UDP those of the own family. */
function peersFor(request: Announce, counts: ListCounts | undefined, policy: Policy): number {
  if (counts === undefined || request.event === AnnounceEvent.stopped) return 0
  const isSeeder = request.left === 0 || request.event === AnnounceEvent.completed
  const of4 = counts.leechers4 + (isSeeder ? 0 : counts.seeders4)
  const of6 = counts.leechers6 + (isSeeder ? 0 : counts.seeders6)
  const own = request.family === 4 ? of4 : of6
  const wanted = request.numwant === numwantUnstated ? policy.numwantDefault : request.numwant
  const most = Math.min(wanted, policy.numwantMax)
  return request.isUdp ? Math.min(most, udpWantMax[request.family], own) : Math.min(most, of4 + of6)
}

/** Where an info-hash alone is announced: at its gallery, where it has one. */
function pathOf({ path, infoHash }: Subject, admission: Admission | undefined): string {
  if (path !== undefined) return path
  if (admission?.door === undefined || infoHash === undefined) return '/announce'
  const words = new Int32Array(new Uint8Array(infoHash).buffer)
  const entry = admission.torrents.find(words)
  const gallery = entry === 0 ? 0 : admission.torrents.announceGid(entry)
  return gallery === 0 ? '/announce' : `/${gallery}/announce`
}

/** 0 where nobody said. Throws ExplainError. */
function familyOf(from: string | undefined, into: Uint8Array): 0 | 4 | 6 {
  if (from === undefined) return 0
  const family = parseAddress(from.replace(/^\[(.*)\]$/, '$1'), into)
  if (family !== 0) return family
  throw new ExplainError('--from must be an address, such as 203.0.113.7 or 2001:db8::7')
}

type Protocol = Explanation['protocol']

/** An info-hash or a path alone is announced over what there is, over HTTP rather than UDP. */
function protocolOf({ scheme, query }: Subject, { tracker }: ExplainerOptions['config']): Protocol {
  if (scheme !== undefined) return scheme === 'udp' ? 'udp' : 'http'
  const hasHttp = tracker.http.length + tracker.https.length > 0
  // A query is what clients send over HTTP alone.
  return hasHttp || query !== '' ? 'http' : 'udp'
}

/** The lists of addresses to which a request may come; TLS may end at something in front. */
function listenersFor(
  scheme: Subject['scheme'],
  protocol: Protocol,
): readonly ('udp' | 'http' | 'https')[] {
  if (protocol === 'udp') return ['udp']
  return scheme === 'http' ? ['http'] : ['http', 'https']
}

function listenerStep(
  { tracker }: ExplainerOptions['config'],
  { scheme, port }: Subject,
  protocol: Protocol,
): ExplainStep {
  const keys = listenersFor(scheme, protocol)
  const listening = keys.filter((key) => tracker[key].length > 0)
  if (listening.length === 0) {
    const empty = keys.map((key) => `tracker.${key} is empty`).join(', ')
    return { step: 'listener', outcome: 'refused', text: `nothing listens: ${empty}` }
  }
  const text = listening
    .map((key) => `tracker.${key} listens on ${tracker[key].map(textOf).join(', ')}`)
    .join('; ')
  const own = tracker[scheme ?? protocol]
  const isElsewhere = port !== undefined && !own.some((address) => address.port === port)
  const front = `; the address is ${scheme} at port ${port}, so something in front must lead there`
  return { step: 'listener', outcome: 'passed', text: isElsewhere ? `${text}${front}` : text }
}

function addressStep({ station, request }: Rehearsal): ExplainStep {
  if (station === 'address') {
    const text = 'its path is no announce address; clients need one that ends in /announce'
    return { step: 'address', outcome: 'refused', text }
  }
  const over = request.isUdp ? 'a UDP announce' : 'an HTTP announce'
  return { step: 'address', outcome: 'passed', text: `it is ${over}` }
}
