/**
 * One thread's admission: whether an announce may proceed, and what is noted of it when it did; for scrapes, which
 * torrents are told of and how they are called. It speaks of the torrent that it looked up last.
 */
import type { Announce } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { FailureDetail } from '#tracker/wire/failure-detail'
import { TorrentName } from '#tracker/wire/torrent-name'
import { admit } from './admit.ts'
import type { TorrentTable } from './torrent-table.ts'

export class Admission {
  readonly torrents: TorrentTable
  /** The unix minute, set once per batch. */
  nowMinute = 0
  /** What is added to the text of the last `torrentBanned`. */
  readonly detail = new FailureDetail()
  /** The name of the torrent that `isListed` said is told of. */
  readonly name = new TorrentName()
  #entry = 0
  readonly #hash = new Uint8Array(20)
  readonly #hashWords = new Int32Array(this.#hash.buffer)

  constructor(torrents: TorrentTable) {
    this.torrents = torrents
  }

  /** `none` where the announce may proceed. */
  admit(announce: Announce): Failure {
    const entry = this.torrents.find(announce.infoHashWords)
    const failure = admit(this.torrents, entry)
    this.#entry = entry
    if (failure === Failure.torrentBanned) this.torrents.readBanReason(entry, this.detail)
    return failure
  }

  /** Notes the announce that was admitted last; gives how often its torrent was downloaded to its end. */
  note(isCompletion: boolean): number {
    this.torrents.noteAnnounce(this.#entry, this.nowMinute)
    if (isCompletion) this.torrents.addCompletion(this.#entry)
    return this.torrents.completed(this.#entry)
  }

  /** Whether a scrape tells of the torrent whose info-hash stands at byte `at`; its name is read then. */
  isListed(infoHashes: Uint8Array, at: number): boolean {
    for (let byte = 0; byte < 20; byte++) this.#hash[byte] = infoHashes[at + byte] as number
    const entry = this.torrents.find(this.#hashWords)
    this.#entry = entry
    if (entry === 0 || !this.torrents.isLive(entry)) return false
    this.torrents.readName(entry, this.name)
    return true
  }

  /** How often the torrent that was looked up last was downloaded to its end. */
  get completed(): number {
    return this.torrents.completed(this.#entry)
  }
}
