/**
 * One thread's admission: whether an announce may proceed, and what is noted of it when it did; for scrapes, which
 * torrents are told of and how they are called. It speaks of the torrent that it looked up last.
 */
import type { Announce } from '#tracker/wire/announce'
import type { AnnouncePath } from '#tracker/wire/announce-path'
import { Failure } from '#tracker/wire/failure'
import { FailureDetail, hasDetail } from '#tracker/wire/failure-detail'
import { TorrentName } from '#tracker/wire/torrent-name'
import { admit } from './admit.ts'
import type { GalleryDoor } from './gallery-door.ts'
import type { TorrentTable } from './torrent-table.ts'

export class Admission {
  readonly torrents: TorrentTable
  /** Undefined where torrents belong to no galleries. */
  readonly door: GalleryDoor | undefined
  /** The unix minute, set once per batch. */
  nowMinute = 0
  /** What is added to the text of the last failure, if that has a detail. */
  readonly detail = new FailureDetail()
  /**
   * The member who speaks in the last announce, 0 for nobody; known even where the torrent was refused, or the key because
   * it is the one that the member had before.
   */
  memberId = 0
  /** The name of the torrent that `isListed` said is told of. */
  readonly name = new TorrentName()
  #entry = 0
  readonly #hash = new Uint8Array(20)
  readonly #hashWords = new Int32Array(this.#hash.buffer)

  constructor(torrents: TorrentTable, door?: GalleryDoor) {
    this.torrents = torrents
    this.door = door
  }

  /** `none` where the announce may proceed. */
  admit(announce: Announce): Failure {
    const refusal = this.door === undefined ? Failure.none : this.#admitTo(this.door, announce)
    if (refusal !== Failure.none) return refusal
    const entry = this.torrents.find(announce.infoHashWords)
    this.#entry = entry
    const failure = admit(this.torrents, entry)
    if (failure === Failure.none) return this.#admitAt(announce.path.galleryId)
    if (hasDetail(failure)) this.torrents.readReason(entry, this.detail)
    return failure
  }

  /** The same for a scrape to this address, whatever torrents it asks for. */
  admitScrape(path: AnnouncePath): Failure {
    const failure = this.door === undefined ? Failure.none : this.door.admitScrape(path)
    if (hasDetail(failure)) this.door?.members.readReason(path.memberId, this.detail)
    return failure
  }

  /** Notes the announce that was admitted last; gives how often its torrent was downloaded to its end. */
  note(isCompletion: boolean): number {
    this.torrents.noteAnnounce(this.#entry, this.nowMinute)
    if (isCompletion) this.torrents.addCompletion(this.#entry)
    return this.torrents.completed(this.#entry)
  }

  /** The torrent that was looked up last, 0 where nothing is known of it. */
  get torrentId(): number {
    return this.#entry === 0 ? 0 : this.torrents.torrentId(this.#entry)
  }

  /**
   * Whether a scrape at the address of `galleryId` (0 for none) tells of the torrent whose info-hash stands at byte
   * `at`; its name is read then.
   */
  isListed(infoHashes: Uint8Array, at: number, galleryId: number): boolean {
    for (let byte = 0; byte < 20; byte++) this.#hash[byte] = infoHashes[at + byte] as number
    const entry = this.torrents.find(this.#hashWords)
    this.#entry = entry
    if (entry === 0 || !this.torrents.isLive(entry)) return false
    if (this.#admitAt(galleryId) !== Failure.none) return false
    this.torrents.readName(entry, this.name)
    return true
  }

  /** How often the torrent that was looked up last was downloaded to its end. */
  get completed(): number {
    return this.torrents.completed(this.#entry)
  }

  /** Whether somebody who came to this address is let in; the torrent is not known yet. */
  #admitTo(door: GalleryDoor, announce: Announce): Failure {
    const { path } = announce
    const failure = door.admit(path)
    this.#entry = 0
    this.memberId = failure === Failure.none ? path.memberId : 0
    if (failure === Failure.keyReset) this.#noteOldKey(door, announce)
    if (hasDetail(failure)) door.members.readReason(path.memberId, this.detail)
    return failure
  }

  /** A client that still has the key of before is its member's; a key that is wrong says nothing of anybody. */
  #noteOldKey(door: GalleryDoor, { path, infoHashWords }: Announce): void {
    if (!door.members.isOldKey(path.memberId, path.keyWords)) return
    this.memberId = path.memberId
    this.#entry = this.torrents.find(infoHashWords)
  }

  /** Whether the torrent that was looked up last may be asked for at this gallery's address. */
  #admitAt(galleryId: number): Failure {
    const { door, torrents } = this
    if (door === undefined || door.isOfGallery(torrents.announceGid(this.#entry), galleryId))
      return Failure.none
    return Failure.galleryWrong
  }
}
