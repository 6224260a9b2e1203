/** Does to a torrent what somebody confirmed. Rejects as the services do. */
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { Member } from '#index/members/member'
import { memberLabel } from '#index/members/member-parts'
import type { GalleryParts } from './gallery-options.ts'
import type { TorrentAct } from './torrent-address.ts'

export type ConfirmedTorrentAct = {
  readonly torrent: GalleryTorrent
  readonly act: TorrentAct
  readonly reason: string
  readonly isPublic: boolean
  readonly by: Member
}

export async function performTorrentAct(
  { torrents, registered, petitions }: Pick<GalleryParts, 'torrents' | 'registered' | 'petitions'>,
  { torrent, act, reason, isPublic, by }: ConfirmedTorrentAct,
): Promise<unknown> {
  const { id, infoHash } = torrent
  const actor = memberLabel(by)
  switch (act) {
    case 'expunge':
      // The vote of its uploader, which decides alone.
      return await petitions.open({ kind: 'torrent', torrent }, reason, by)
    case 'remove':
      return await torrents.remove(id, reason, actor)
    case 'restore':
      return await torrents.restore(id, actor)
    case 'ban':
      return await registered.ban(infoHash, { reason, isPublic }, actor)
    case 'unban':
    default:
      return await registered.unban(infoHash, actor)
  }
}
