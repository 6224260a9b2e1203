/** Torrents of galleries for the tests of the storage. */
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { NewGalleryTorrent } from '#index/galleries/gallery-torrent-repository'
import type { Database } from '#index/storage/database'
import { newTorrent } from './sample-torrents.ts'

/** In the first gallery, by the member with the first id, unless it is said. */
export function newGalleryTorrent(
  name: string,
  facts: Partial<NewGalleryTorrent> = {},
): NewGalleryTorrent {
  return {
    ...newTorrent(name),
    galleryId: 1,
    uploaderId: 1,
    comment: `of ${name}`,
    fileBytes: 500,
    blob: { info: new Uint8Array(Buffer.from(`info of ${name}`)), pieceLayers: undefined },
    ...facts,
  }
}

export async function addGalleryTorrent(
  { galleryTorrents }: Database,
  name: string,
  facts: Partial<NewGalleryTorrent> = {},
): Promise<GalleryTorrent> {
  const added = await galleryTorrents.add(newGalleryTorrent(name, facts))
  if (added.outcome !== 'added') throw new Error(`the torrent ${name} was not added`)
  return added.torrent
}
