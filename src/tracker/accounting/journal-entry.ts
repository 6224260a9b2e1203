/** What main reads in a journal: announces of members and ends of downloads, or what members were refused. */
import type { AnnounceEvent } from '#tracker/wire/announce'
import type { Failure } from '#tracker/wire/failure'

type Common = {
  /** Unix seconds of the thread that wrote it. */
  readonly at: number
  /** Grows with each record of a thread. */
  readonly sequence: number
  readonly memberId: number
  readonly event: AnnounceEvent
  readonly family: 4 | 6
  readonly protocol: 'http' | 'udp'
}

export type AnnounceEntry = Common & {
  readonly kind: 'announce'
  readonly torrentId: number
  /** 20 bytes. */
  readonly peerId: Uint8Array
  /** Bytes that the client says it has moved since its start, and that it still wants; 0 to 2^50. */
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
  /** Of the torrent, that were known then; the announcer among them. */
  readonly leechers: number
}

export type RefusalEntry = Common & {
  readonly kind: 'refusal'
  /** 0 where nothing is known of the info-hash. */
  readonly torrentId: number
  /** 20 bytes. */
  readonly infoHash: Uint8Array
  /** The first 8 bytes of the peer id. */
  readonly client: Uint8Array
  readonly failure: Failure
}

export type JournalEntry = AnnounceEntry | RefusalEntry
