/** Where the torrent is whose info-hash somebody searched for; undefined where that is no hash, or of no torrent. */
import { GalleryError } from '#index/galleries/gallery-error'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'

const hashForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

export async function findByHash(
  torrents: Pick<GalleryTorrents, 'find'>,
  search: string,
): Promise<string | undefined> {
  const torrent = await findTorrent(torrents, search)
  return torrent && galleryTorrentPath(torrent)
}

/** By an info-hash in hex digits. */
export async function findTorrent(
  torrents: Pick<GalleryTorrents, 'find'>,
  hash: string,
): Promise<GalleryTorrent | undefined> {
  if (!hashForm.test(hash)) return undefined
  return await torrents.find(Buffer.from(hash, 'hex')).catch((error: unknown) => {
    if (error instanceof GalleryError && error.code === 'unknown_torrent') return undefined
    throw error
  })
}
