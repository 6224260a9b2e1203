/** What is said of each station that a rehearsed announce passed, and of the one that refused it. */
import type { BlockKind } from '#index/blocks/block'
import { kindOf, listKeys } from '#index/blocks/block'
import { targetText } from '#index/blocks/block-target'
import type { HoldingRule } from '#index/blocks/rules-in-force'
import type { ExplainStep } from '#operate/explain/explanation'
import type { Admission } from '#tracker/admission/admission'
import { EntryState } from '#tracker/admission/table-layout'
import type { Rehearsal, Station } from '#tracker/announce/rehearsal'
import { stations } from '#tracker/announce/rehearsal'
import { formatAddress } from '#tracker/wire/address'
import type { AnnouncePath } from '#tracker/wire/announce-path'
import { PathForm } from '#tracker/wire/announce-path'
import { Failure, failureDescriptions } from '#tracker/wire/failure'
import { TorrentName } from '#tracker/wire/torrent-name'

export type StepSources = {
  readonly rehearsal: Rehearsal
  /** Undefined where every torrent is served. */
  readonly admission: Admission | undefined
  /** The rule that holds for a target, named as a command would. */
  readonly holding: (kind: BlockKind, target: string) => HoldingRule | undefined
  /** What was asked about: the rest was made up to have a request. */
  readonly given: { readonly from: boolean; readonly client: boolean; readonly torrent: boolean }
}

/** From the address to the torrent; what comes after a refusal is not reached. */
export function stepsOf(sources: StepSources): ExplainStep[] {
  const { rehearsal } = sources
  const reached = stations.indexOf(rehearsal.station)
  const steps: ExplainStep[] = []
  for (const station of stations.slice(1, reached + 1)) steps.push(...stepsAt[station](sources))
  return steps
}

const stepsAt: Readonly<Record<Station, (sources: StepSources) => ExplainStep[]>> = {
  address: () => [],
  network: (sources) => [networkStep(sources)],
  request: (sources) => [requestStep(sources)],
  rules: rulesSteps,
  admission: (sources) =>
    sources.admission === undefined ? [] : admissionSteps(sources.admission, sources),
  swarm: () => [],
}

function networkStep({ rehearsal, given, holding }: StepSources): ExplainStep {
  if (!given.from)
    return { step: 'network', outcome: 'skipped', text: 'no address was given; add --from IP' }
  const { address, family } = rehearsal.request
  const text = formatAddress(address, family)
  return ruleStep('network', rehearsal, Failure.networkBlocked, text, holding('network', text))
}

function requestStep({ rehearsal }: StepSources): ExplainStep {
  const { failure, request } = rehearsal
  if (rehearsal.station === 'request')
    return { step: 'request', outcome: 'refused', text: failureDescriptions[failure].text }
  const text = `it is understood: info-hash ${hexOf(request.infoHash)}, port ${request.port}`
  return { step: 'request', outcome: 'passed', text }
}

function rulesSteps(sources: StepSources): ExplainStep[] {
  const { rehearsal, given, holding } = sources
  const hash = hexOf(rehearsal.request.infoHash)
  const steps: ExplainStep[] = []
  if (given.client) {
    const client = printable(rehearsal.request.peerId)
    const rule = holding('client', client)
    steps.push(ruleStep('client', rehearsal, Failure.clientBlocked, client, rule))
  } else
    steps.push({
      step: 'client',
      outcome: 'skipped',
      text: 'no client was given; add --client with the beginning of its peer id',
    })
  if (rehearsal.failure === Failure.clientBlocked || !given.torrent) return steps
  const rule = holding('info_hash', hash)
  return [...steps, ruleStep('info_hash', rehearsal, Failure.infoHashDenied, hash, rule)]
}

function ruleStep(
  step: 'network' | 'client' | 'info_hash',
  { failure }: Rehearsal,
  refusal: Failure,
  subject: string,
  rule: HoldingRule | undefined,
): ExplainStep {
  if (failure !== refusal)
    return { step, outcome: 'passed', text: `no rule in force names ${subject}` }
  const named = rule === undefined ? 'a rule that has just ended' : ruleText(rule)
  return { step, outcome: 'refused', text: `${subject} is refused by ${named}` }
}

function ruleText(rule: HoldingRule): string {
  const target = targetText(rule.target)
  if (rule.source === 'operator')
    return `your block of ${target}: ${rule.block.reason} ("waggle block remove" lifts it)`
  const reason = rule.rule.reason === '' ? '' : `: ${rule.rule.reason}`
  return `line ${rule.rule.line} of ${listKeys[kindOf(rule.target)]}, ${target}${reason}`
}

/** Refusals of the address alone, whatever the torrent. */
const ofAddress: readonly Failure[] = [
  Failure.galleryMissing,
  Failure.udpPathMissing,
  Failure.anonymousRefused,
  Failure.keyUnknown,
  Failure.keyReset,
  Failure.memberSuspended,
  Failure.memberBanned,
]

function admissionSteps(admission: Admission, sources: StepSources): ExplainStep[] {
  const { rehearsal, given } = sources
  const { failure, request } = rehearsal
  const steps: ExplainStep[] = []
  const isOfAddress = ofAddress.includes(failure)
  if (admission.door !== undefined)
    steps.push({
      step: 'member',
      outcome: isOfAddress ? 'refused' : 'passed',
      text: isOfAddress ? refusalText(rehearsal) : whoText(request.path),
    })
  if (isOfAddress) return steps
  if (!given.torrent) return [...steps, noTorrent]
  steps.push(torrentStep(admission, rehearsal))
  const isOfTorrent = failure !== Failure.none && failure !== Failure.galleryWrong
  if (admission.door === undefined || isOfTorrent) return steps
  return [...steps, galleryStep(admission, rehearsal)]
}

const noTorrent: ExplainStep = {
  step: 'torrent',
  outcome: 'skipped',
  text: 'no torrent was given; add --torrent HASH',
}

function whoText({ form, galleryId, memberId }: AnnouncePath): string {
  if (form === PathForm.personal)
    return `the address is that of member ${memberId} and gallery ${galleryId}, and the key is right`
  if (form === PathForm.gallery)
    return `the address is that of gallery ${galleryId}, and of no member: nothing is recorded`
  return 'the address names no gallery, and is served all the same: nothing is recorded'
}

function torrentStep({ torrents }: Admission, rehearsal: Rehearsal): ExplainStep {
  const entry = torrents.find(rehearsal.request.infoHashWords)
  const state = entry === 0 ? EntryState.removed : torrents.state(entry)
  if (state !== EntryState.live)
    return { step: 'torrent', outcome: 'refused', text: refusalText(rehearsal) }
  const name = new TorrentName()
  torrents.readName(entry, name)
  const shown = Buffer.from(name.bytes.subarray(0, name.length)).toString()
  return {
    step: 'torrent',
    outcome: 'passed',
    text: `it is registered as torrent ${torrents.torrentId(entry)}, ${JSON.stringify(shown)}`,
  }
}

function galleryStep({ torrents, door }: Admission, { request, failure }: Rehearsal): ExplainStep {
  const entry = torrents.find(request.infoHashWords)
  const own = torrents.announceGid(entry)
  const said = request.path.galleryId
  if (failure === Failure.galleryWrong)
    return {
      step: 'gallery',
      outcome: 'refused',
      text: `the address names gallery ${said}, and the torrent is announced at that of gallery ${own}`,
    }
  const isOwn = said === own
  const others = door?.policy.checkGallery === true ? 'no gallery was named' : 'it is not checked'
  const text = isOwn ? `the torrent is announced at gallery ${own}` : others
  return { step: 'gallery', outcome: 'passed', text }
}

/** What the client is told, with the reason where there is one. */
export function refusalText({ failure, detail }: Rehearsal): string {
  const { text } = failureDescriptions[failure]
  const reason = Buffer.from(detail.bytes.subarray(0, detail.length)).toString()
  return reason === '' ? text : `${text}: ${reason}`
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** As rules of clients are written. */
function printable(peerId: Uint8Array): string {
  return [...peerId]
    .map((byte) =>
      byte > 0x20 && byte < 0x7f && byte !== 0x23 && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('')
}
