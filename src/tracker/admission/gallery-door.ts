/**
 * Where torrents are those of galleries, the announce address says of which gallery a torrent is to be and who speaks:
 * whether somebody who came to such an address is let in, before anything is known of the torrent.
 */
import { type AnnouncePath, PathForm } from '#tracker/wire/announce-path'
import { Failure } from '#tracker/wire/failure'
import type { GalleryPolicy } from './gallery-policy.ts'
import type { MemberTable } from './member-table.ts'

export class GalleryDoor {
  /** Replaced as a whole when the configuration is reloaded. */
  policy: GalleryPolicy
  readonly members: MemberTable

  constructor(policy: GalleryPolicy, members: MemberTable) {
    this.policy = policy
    this.members = members
  }

  /** What an announce to this address is refused with, or `none`. */
  admit(path: AnnouncePath): Failure {
    if (path.form === PathForm.personal) return this.members.admit(path.memberId, path.keyWords)
    if (path.form === PathForm.bare) return Failure.galleryMissing
    if (path.form === PathForm.absent && !this.policy.servesUdpWithoutPath)
      return Failure.udpPathMissing
    return this.policy.servesAnonymous ? Failure.none : Failure.anonymousRefused
  }

  /** The same of a scrape, which needs no gallery: it tells numbers, and clients often leave the path away. */
  admitScrape(path: AnnouncePath): Failure {
    if (path.form === PathForm.personal) return this.members.admit(path.memberId, path.keyWords)
    return this.policy.servesAnonymous || path.form === PathForm.absent
      ? Failure.none
      : Failure.anonymousRefused
  }

  /** Whether a torrent with this id in its announce addresses is told of at the address of `galleryId`, 0 for none. */
  isOfGallery(announceGid: number, galleryId: number): boolean {
    return galleryId === 0 || announceGid === galleryId || !this.policy.checkGallery
  }
}
