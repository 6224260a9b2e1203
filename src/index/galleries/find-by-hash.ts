/** Where the torrent is whose info-hash somebody searched for; undefined where that is no hash, or of no torrent. */
import { isInfoHash } from '#index/torrents/info-hash-text'
import { GalleryError } from './gallery-error.ts'
import { type GalleryTorrent, galleryTorrentPath } from './gallery-torrent.ts'
import type { GalleryTorrents } from './gallery-torrents.ts'

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
  if (!isInfoHash(hash)) return undefined
  return await torrents.find(Buffer.from(hash, 'hex')).catch((error: unknown) => {
    if (error instanceof GalleryError && error.code === 'unknown_torrent') return undefined
    throw error
  })
}
