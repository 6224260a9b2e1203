/** Does to a torrent what somebody confirmed. Rejects as the services do. */
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryParts } from './gallery-options.ts'
import type { TorrentAct } from './torrent-address.ts'

export type ConfirmedTorrentAct = {
  readonly torrent: GalleryTorrent
  readonly act: TorrentAct
  readonly reason: string
  readonly isPublic: boolean
  readonly actor: string
}

export async function performTorrentAct(
  { torrents, registered }: Pick<GalleryParts, 'torrents' | 'registered'>,
  { torrent: { id, infoHash }, act, reason, isPublic, actor }: ConfirmedTorrentAct,
): Promise<unknown> {
  switch (act) {
    case 'expunge':
      return await torrents.expunge(id, reason, actor)
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
