/**
 * How long the .torrent files of torrents are that are handed out: a feed tells it of each without reading any of them. All
 * but the lengths of the parts that are kept depends on the announce addresses alone.
 */
import { writeMetainfo } from '#tracker/wire/metainfo/write-metainfo'
import type { BlobLengths, CatalogueLists } from './catalogue-lists.ts'
import { type AnnounceKey, addressTiers } from './gallery-addresses.ts'
import { type GalleryTorrent, galleryTorrentPath } from './gallery-torrent.ts'
import { announceKeyOf, type DownloadParts } from './torrent-downloads.ts'

export type FileLengthsOptions = Pick<
  DownloadParts,
  'siteAddress' | 'announceBases' | 'torrentKeyOf'
> & { readonly lists: Pick<CatalogueLists, 'blobLengths'> }

/**
 * Bytes by the id of the torrent, of the file for everybody or for one member; those whose file is gone are left out.
 * Rejects with GalleryError where there is no such member, with StorageError when the database is away.
 */
export type FileLengths = (
  torrents: readonly GalleryTorrent[],
  memberId: number | undefined,
) => Promise<ReadonlyMap<number, number>>

export function createFileLengths(options: FileLengthsOptions): FileLengths {
  return async (torrents, memberId) => {
    const blobs = await options.lists.blobLengths(torrents.map(({ id }) => id))
    const key = memberId === undefined ? undefined : await announceKeyOf(memberId, options)
    return new Map(
      torrents.flatMap((torrent) => {
        const blob = blobs.get(torrent.id)
        return blob === undefined
          ? []
          : [[torrent.id, lengthOf(torrent, blob, key, options)] as const]
      }),
    )
  }
}

/** Stands for the parts that are kept. */
const placeholder = new Uint8Array(0)

function lengthOf(
  torrent: GalleryTorrent,
  { info, pieceLayers }: BlobLengths,
  member: AnnounceKey | undefined,
  { siteAddress, announceBases }: FileLengthsOptions,
): number {
  const around = writeMetainfo({
    source: { info: placeholder, pieceLayers: pieceLayers === undefined ? undefined : placeholder },
    tiers: addressTiers(announceBases(), torrent.announceId, member),
    comment: `${siteAddress()}${galleryTorrentPath(torrent)}`,
  })
  return around.length + info + (pieceLayers ?? 0)
}
