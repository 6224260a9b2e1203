/** What the torrents of galleries are made of; see `gallery-torrents.ts`. */
import type { Clock } from '#base/clock'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import type { GalleryTorrentRepository } from './gallery-torrent-repository.ts'
import type { UploadRules } from './read-upload.ts'
import type { UploadLimit } from './upload-limit.ts'

/** What is a function is asked for each time, because a reload may change it. */
export type GalleryTorrentsOptions = {
  readonly repository: GalleryTorrentRepository
  readonly changes: TorrentChanges
  readonly clock: Clock
  /** How many more info-hashes the tracker can serve. */
  readonly room: () => number
  readonly rules: () => UploadRules
  /** Where links to the site lead, without a slash at the end. */
  readonly siteAddress: () => string
  readonly siteName: () => string
  /** As `tracker.announce_urls`: `http://tracker.example:6969`. One at least. */
  readonly announceBases: () => readonly string[]
  /** The key in the announce addresses of a member; undefined where there is no such member. */
  readonly torrentKeyOf: (memberId: number) => Promise<string | undefined>
  /** Refuses a member who uploads too much, each file that is not an operator's by itself. */
  readonly uploadLimit?: UploadLimit
}
