/**
 * The threads of a tracker with everything real but sockets and clocks: what a client sends comes as the bytes of a request
 * over HTTP or UDP, is decoded, admitted by its path and key, changes a swarm, is answered, and noted in the thread's
 * journal.
 */
import { assert } from '#base/assert'
import { udpReplyBytesMax } from '#base/limits'
import { Prng } from '#base/prng'
import { createRegion, type Region } from '#base/region'
import { JournalWriter } from '#tracker/accounting/journal-writer'
import { Admission } from '#tracker/admission/admission'
import { GalleryDoor } from '#tracker/admission/gallery-door'
import { createMemberRegion } from '#tracker/admission/member-layout'
import { MemberTable } from '#tracker/admission/member-table'
import { MemberTableWriter } from '#tracker/admission/member-table-writer'
import { Announcer } from '#tracker/announce/announcer'
import { HttpAnswer, httpAnswerBytes } from '#tracker/announce/http-answer'
import { UdpAnswer } from '#tracker/announce/udp-answer'
import { planLayout } from '#tracker/swarm/layout'
import { SwarmClock, stampUnitSeconds } from '#tracker/swarm/swarm-clock'
import { SwarmMemory } from '#tracker/swarm/swarm-memory'
import { SwarmStore } from '#tracker/swarm/swarm-store'
import { Failure } from '#tracker/wire/failure'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { RegisteredTorrents } from '../admission/registered-torrents.ts'
import { announceAt, pathOf, urlData } from '../support/gallery-addresses.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import type { Catalogue } from './catalogue.ts'
import type { Event } from './simulated-swarm.ts'

/** What a client says, whichever way it says it. */
export type Said = {
  readonly torrentId: number
  readonly memberId: number
  /** 20 characters. */
  readonly peerId: string
  readonly event: Event
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  readonly protocol: 'http' | 'udp'
  readonly family: 4 | 6
}

export type TrackerThreadsOptions = {
  readonly catalogue: Catalogue
  readonly intervalSeconds: number
  readonly minIntervalSeconds: number
  readonly peersMax: number
  /** One for each thread. */
  readonly journals: readonly Region[]
}

type Thread = {
  readonly announcer: Announcer
  readonly clock: SwarmClock
  readonly writer: JournalWriter
  readonly http: HttpAnswer
  readonly udp: UdpAnswer
}

const connectionKey = [7, 8] as const
const swarmSeed = [5, 6] as const

export class TrackerThreads {
  readonly #options: TrackerThreadsOptions
  readonly #region: Region
  readonly #layout: ReturnType<typeof planLayout>
  readonly #torrents: RegisteredTorrents
  readonly #members: Region
  readonly #ids = new ConnectionIds(...connectionKey)
  readonly #bytes = new Uint8Array(2048)
  readonly #view = new DataView(this.#bytes.buffer)
  #threads: readonly Thread[] = []

  constructor(options: TrackerThreadsOptions) {
    const { catalogue, peersMax } = options
    this.#options = options
    this.#layout = planLayout(peersMax, 1000 + 2 * catalogue.torrents.length)
    this.#region = createRegion(this.#layout.bytes)
    this.#torrents = new RegisteredTorrents(catalogue.torrents.length)
    this.#members = createMemberRegion()
    for (const [torrentId, infoHash] of catalogue.infoHashes)
      this.#torrents.put(torrentId, {
        torrentId,
        infoHash: Buffer.from(infoHash),
        announceGid: catalogue.galleryId,
      })
    const writer = new MemberTableWriter(this.#members)
    for (const [memberId, key] of catalogue.torrentKeys) {
      writer.setKey(memberId, key)
      writer.setStanding(memberId, { state: 'active' })
    }
  }

  /** Starts the threads, over empty journals; whatever was in their memory before is gone. */
  begin(): void {
    new Int32Array(this.#region.buffer).fill(0)
    new SwarmMemory(this.#region, this.#layout).format()
    this.#threads = this.#options.journals.map((journal, slot) => this.#thread(journal, slot))
  }

  /** A thread whose clock shows `at` hears this. Throws where the announce was refused. */
  hear(index: number, at: number, said: Said): void {
    const thread = this.#threads[index]
    assert(thread !== undefined, `there is no thread ${index}`)
    const { clock, announcer, writer } = thread
    clock.nowSeconds = at
    writer.nowSeconds = at
    if (announcer.admission !== undefined) announcer.admission.nowMinute = Math.floor(at / 60)
    const failure =
      said.protocol === 'http' ? this.#ask(thread, said) : this.#send(thread, said, at)
    assert(failure === Failure.none, `an announce was refused with failure ${failure}`)
    writer.publish()
  }

  #ask({ http }: Thread, said: Said): Failure {
    const { request } = http
    request.family = said.family
    request.address.set(addressOf(said))
    const { peerId, event, uploaded, downloaded, left } = said
    const target = announceAt(this.#pathOf(said), this.#hashOf(said), {
      peer_id: peerId,
      port: portOf(said),
      uploaded,
      downloaded,
      left,
      numwant: 5,
      ...(event === 'none' ? {} : { event }),
    })
    const length = Buffer.from(this.#bytes.buffer).write(target, 'latin1')
    http.answer(this.#bytes, 0, length)
    return http.failure
  }

  #send({ udp }: Thread, said: Said, at: number): Failure {
    const { announce } = udp.request
    announce.family = said.family
    announce.address.set(addressOf(said))
    this.#ids.issue(announce.addressWords, said.family, at)
    const { high, low } = this.#ids
    const packet = encodeAnnounce((BigInt(high) << 32n) | BigInt(low >>> 0), 42, {
      infoHash: this.#hashOf(said),
      peerId: Buffer.from(said.peerId, 'latin1'),
      uploaded: BigInt(said.uploaded),
      downloaded: BigInt(said.downloaded),
      left: BigInt(said.left),
      event: udpEvents[said.event],
      numwant: 5,
      port: portOf(said),
      tail: urlData(`${this.#pathOf(said)}/announce`),
    })
    this.#bytes.set(packet)
    udp.answer(this.#view, this.#bytes, 0, packet.length, 0, at)
    return udp.failure
  }

  #pathOf({ memberId }: Said): string {
    const { galleryId, torrentKeys } = this.#options.catalogue
    return pathOf(galleryId, memberId, torrentKeys.get(memberId))
  }

  #hashOf({ torrentId }: Said): Buffer {
    return Buffer.from(this.#options.catalogue.infoHashes.get(torrentId) ?? [])
  }

  #thread(journal: Region, slot: number): Thread {
    const { intervalSeconds, minIntervalSeconds } = this.#options
    const peerTimeoutSeconds = 1.5 * intervalSeconds
    const clock = new SwarmClock(stampUnitSeconds(peerTimeoutSeconds), peerTimeoutSeconds)
    const prng = new Prng(1, 2, slot)
    const store = new SwarmStore({
      region: this.#region,
      layout: this.#layout,
      slot,
      seed: swarmSeed,
      clock,
      prng,
      capSources: false,
    })
    const policy = {
      intervalSeconds,
      minIntervalSeconds,
      intervalJitterPercent: 0,
      numwantDefault: 50,
      numwantMax: 200,
      fullScrape: false,
    }
    const rules = { checkGallery: true, servesAnonymous: false, servesUdpWithoutPath: false }
    const door = new GalleryDoor(rules, new MemberTable(this.#members))
    const writer = new JournalWriter({ region: journal, slot: 0 })
    const admission = new Admission(this.#torrents.table, door)
    const announcer = new Announcer({ store, policy, prng, admission, journal: writer })
    const http = new HttpAnswer(announcer, new Uint8Array(httpAnswerBytes))
    const out = new Uint8Array(udpReplyBytesMax)
    const udp = new UdpAnswer(announcer, new ConnectionIds(...connectionKey), out)
    return { announcer, clock, writer, http, udp }
  }
}

const udpEvents: Readonly<Record<Event, number>> = { none: 0, completed: 1, started: 2, stopped: 3 }

/** A member has an address of each family. */
function addressOf({ memberId, family }: Said): Uint8Array {
  const address = new Uint8Array(16)
  if (family === 6) address.set([0x20, 0x01, 0x0d, 0xb8])
  new DataView(address.buffer).setUint32(family === 4 ? 0 : 12, 0x0a00_0000 + memberId)
  return address
}

function portOf({ torrentId, peerId }: Said): number {
  const letters = Array.from(peerId.slice(-3), (letter) => letter.charCodeAt(0))
  return 1024 + (letters.reduce((sum, code) => sum * 31 + code, torrentId) % 60_000)
}
