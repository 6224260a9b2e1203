/**
 * A process that announces as a thread of the linux driver does: requests and replies lie in the region that the
 * swarms are in, the clock moves on between batches, and expiry runs between them. It prints as JSON what rounds
 * of a million answers over each protocol allocated, of an open tracker and of members of a gallery tracker.
 */
import { PrefixList } from '#base/prefix-list'
import { Prng } from '#base/prng'
import { createRegion } from '#base/region'
import { journalBytes, Ring } from '#tracker/accounting/journal-layout'
import { JournalWriter } from '#tracker/accounting/journal-writer'
import { Admission } from '#tracker/admission/admission'
import { createBlockRegion } from '#tracker/admission/block-layout'
import { BlockTables } from '#tracker/admission/block-tables'
import { Blocking } from '#tracker/admission/blocking'
import { GalleryDoor } from '#tracker/admission/gallery-door'
import { createMemberRegion } from '#tracker/admission/member-layout'
import { MemberTable } from '#tracker/admission/member-table'
import { MemberTableWriter } from '#tracker/admission/member-table-writer'
import { NetworkLimits } from '#tracker/admission/network-limits'
import { Announcer } from '#tracker/announce/announcer'
import { HttpAnswer } from '#tracker/announce/http-answer'
import type { Journal } from '#tracker/announce/journal'
import { UdpAnswer } from '#tracker/announce/udp-answer'
import { packetBytesPerSlot, planLayout } from '#tracker/swarm/layout'
import { SwarmClock, stampUnitSeconds } from '#tracker/swarm/swarm-clock'
import { SwarmMemory } from '#tracker/swarm/swarm-memory'
import { SwarmStore } from '#tracker/swarm/swarm-store'
import type { Announce } from '#tracker/wire/announce'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { RegisteredTorrents } from '../admission/registered-torrents.ts'
import { type Allocations, allocationsOf } from './allocations.ts'
import { httpRequests, infoHashes, type Request, udpRequests } from './requests.ts'

const rounds = 3
const answersOfRound = 1_000_000
const warmUpAnswers = 300_000
const batch = 50
const batchesPerSecond = 20
const peerTimeoutSeconds = 60
const startSeconds = 1_800_000_000
const key = [7, 8] as const
const memberKey = 'aZ09bY18cX27dW36'

/** Fewer torrents than the requests are of, so that some always give way to others. */
const layout = planLayout(100_000, 300)
const region = createRegion(layout.bytes)
new SwarmMemory(region, layout).format()
const clock = new SwarmClock(stampUnitSeconds(peerTimeoutSeconds), peerTimeoutSeconds)
const prng = new Prng(1, 2, 3)
const store = new SwarmStore({
  region,
  layout,
  slot: 0,
  seed: [5, 6],
  clock,
  prng,
  capSources: true,
})
/** All networks together send more than one of them may, so that they are told apart; none is refused for long. */
const limits = new NetworkLimits({
  settings: { ipv4PrefixBits: 24, ipv6PrefixBits: 48, burstSeconds: 1, perSecond: [1, 900, 1, 99] },
  keys: [9, 10],
})
const policy = {
  intervalSeconds: 1800,
  minIntervalSeconds: 900,
  intervalJitterPercent: 10,
  numwantDefault: 50,
  numwantMax: 200,
  fullScrape: false,
}
const blocking = createBlocking()
const { bytes } = store.parts.memory
const view = new DataView(bytes.buffer)
const replyAt = layout.packetsByte
/** Nobody has the second slot, so the requests may stand in its packets. */
const requestsAt = replyAt + packetBytesPerSlot

/** The requests of one protocol, in the region, and what answers them. */
class Client {
  readonly #requests: readonly Request[]
  /** Where each request begins in the region, and where the last one ends. */
  readonly #places: Int32Array
  readonly #into: Announce
  readonly #answer: (start: number, end: number) => void
  #next = 0

  constructor(
    requests: readonly Request[],
    into: Announce,
    answer: (start: number, end: number) => void,
  ) {
    this.#requests = requests
    this.#places = placesOf(requests)
    this.#into = into
    this.#answer = answer
  }

  /** Has the next `count` requests answered, again from the first after the last. */
  ask(count: number): void {
    for (let number = 0; number < count; number++) {
      this.#askNext()
      if (number % batch === 0) endBatch(number / batch)
    }
  }

  #askNext(): void {
    const index = this.#next
    const { family, address } = this.#requests[index] as Request
    const into = this.#into
    into.family = family
    for (let byte = 0; byte < 16; byte++) into.address[byte] = address[byte] as number
    this.#answer(this.#places[index] as number, this.#places[index + 1] as number)
    this.#next = index + 1 === this.#requests.length ? 0 : index + 1
  }
}

function placesOf(requests: readonly Request[]): Int32Array {
  const places = new Int32Array(requests.length + 1)
  let at = requestsAt
  for (const [index, request] of requests.entries()) {
    places[index] = at
    bytes.set(request.bytes, at)
    at += request.bytes.length
  }
  places[requests.length] = at
  return places
}

function endBatch(number: number): void {
  if (number % batchesPerSecond === 0) clock.nowSeconds++
  limits.nowSeconds = clock.nowSeconds
  store.sweep()
}

/** Some of the networks are blocked, clients and info-hashes are looked up, and what comes is noted. */
function createBlocking(): Blocking {
  const blockRegion = createBlockRegion()
  const tables = new BlockTables(blockRegion)
  const lists = {
    ipv4: new PrefixList(1),
    ipv6: new PrefixList(4),
    clients: new PrefixList(5),
    infoHashes: new PrefixList(5),
  }
  lists.ipv4.add([0xc000_02f0], 28, 1)
  lists.ipv6.add([0x2001_0db8, 0, 0, 0x100], 120, 1)
  lists.clients.add([0x2d58_4c30, 0, 0, 0, 0], 32, 1)
  lists.infoHashes.add([1, 2, 3, 4, 5], 160, 1)
  tables.replace(lists)
  tables.setMeasuring(true)
  return new Blocking({ region: blockRegion.handle, slot: 0, prng })
}

function measure(client: Client): Allocations[] {
  clock.nowSeconds = startSeconds
  client.ask(warmUpAnswers)
  return Array.from({ length: rounds }, () =>
    allocationsOf(answersOfRound, () => client.ask(answersOfRound)),
  )
}

/** All torrents of the requests, at one gallery, and one member. */
function createAdmission(): Admission {
  const torrents = new RegisteredTorrents(10_000)
  for (const [number, infoHash] of infoHashes().entries())
    torrents.put(number, { infoHash, announceGid: 12 })
  const members = createMemberRegion()
  const writer = new MemberTableWriter(members)
  writer.setKey(345, memberKey)
  writer.setStanding(345, { state: 'active' })
  const doorPolicy = { checkGallery: true, servesAnonymous: false, servesUdpWithoutPath: false }
  return new Admission(torrents.table, new GalleryDoor(doorPolicy, new MemberTable(members)))
}

function measureUdp(announcer: Announcer, path: string): Allocations[] {
  const udp = new UdpAnswer(announcer, new ConnectionIds(...key), bytes)
  const requests = udpRequests(key, startSeconds, path)
  return measure(
    new Client(requests, udp.request.announce, (start, end) => {
      udp.answer(view, bytes, start, end - start, replyAt, startSeconds)
    }),
  )
}

function measureHttp(announcer: Announcer, path: string): Allocations[] {
  const http = new HttpAnswer(announcer, bytes, replyAt)
  return measure(
    new Client(httpRequests(path), http.request, (start, end) => {
      http.answer(bytes, start, end)
    }),
  )
}

const open = new Announcer({ store, policy, prng, blocking, limits })
const journals = createRegion(journalBytes(1))
const counts = new Int32Array(journals.buffer)
const writer = new JournalWriter({ region: journals, slot: 0 })
const journal: Journal = {
  note: (request, torrentId, memberId, failure, leechers, isCompletion) => {
    writer.note(request, torrentId, memberId, failure, leechers, isCompletion)
    writer.publish()
    // As if main took it at once.
    counts[Ring.taken] = counts[Ring.written] as number
  },
}
const admission = createAdmission()
const gallery = new Announcer({ store, policy, prng, blocking, admission, journal })
const personal = `/12/345x${memberKey}`
const measured = {
  udp: measureUdp(open, ''),
  http: measureHttp(open, ''),
  'personal udp': measureUdp(gallery, personal),
  'personal http': measureHttp(gallery, personal),
}
if (store.tally.evictedPeers === 0) throw new Error('nobody gave way')
if (counts[Ring.written] === 0) throw new Error('no announce of a member was served')
process.stdout.write(`${JSON.stringify(measured)}\n`)
