/**
 * The .torrent files that are handed out: `info` and piece layers byte for byte as they were uploaded, so that the
 * info-hash stays (BEP 3, 52), and around them announce addresses of this tracker and the address of the torrent's page.
 * Other trackers, DHT nodes and web seeds of the upload are left out.
 */
import { writeMetainfo } from '#tracker/wire/metainfo/write-metainfo'
import { type AnnounceKey, addressTiers } from './gallery-addresses.ts'
import { GalleryError } from './gallery-error.ts'
import { type GalleryTorrent, galleryTorrentPath } from './gallery-torrent.ts'
import type { TorrentDownload } from './gallery-torrents.ts'
import type { GalleryTorrentsOptions } from './gallery-torrents-options.ts'
import { personalFileName, publicFileName } from './torrent-file-name.ts'

export type DownloadParts = Pick<
  GalleryTorrentsOptions,
  'repository' | 'siteAddress' | 'siteName' | 'announceBases' | 'torrentKeyOf'
>

/** Rejects with GalleryError where it may not be announced, or its file is gone. */
export async function publicFile(
  torrent: GalleryTorrent,
  parts: DownloadParts,
): Promise<TorrentDownload> {
  return {
    bytes: await fileOf(torrent, undefined, parts),
    fileName: publicFileName(torrent.name),
  }
}

/** With the key that the member has now. */
export async function personalFile(
  torrent: GalleryTorrent,
  memberId: number,
  parts: DownloadParts,
): Promise<TorrentDownload> {
  return await personalFileWith(torrent, await announceKeyOf(memberId, parts), parts)
}

export async function personalFileWith(
  torrent: GalleryTorrent,
  member: AnnounceKey,
  parts: DownloadParts,
): Promise<TorrentDownload> {
  return {
    bytes: await fileOf(torrent, member, parts),
    fileName: personalFileName(torrent.name, parts.siteName()),
  }
}

/** Rejects with GalleryError where there is no such member. */
export async function announceKeyOf(
  memberId: number,
  { torrentKeyOf }: Pick<DownloadParts, 'torrentKeyOf'>,
): Promise<AnnounceKey> {
  const key = await torrentKeyOf(memberId)
  if (key !== undefined) return { id: memberId, key }
  throw new GalleryError('unknown_owner', `there is no member ${memberId}; log in again`)
}

async function fileOf(
  torrent: GalleryTorrent,
  member: AnnounceKey | undefined,
  { repository, siteAddress, announceBases }: DownloadParts,
): Promise<Uint8Array> {
  refuseGone(torrent)
  const source = await repository.blob(torrent.id)
  if (source === undefined) throw goneTorrent('its file is not kept any more')
  const tiers = addressTiers(announceBases(), torrent.announceId, member)
  const comment = `${siteAddress()}${galleryTorrentPath(torrent)}`
  return writeMetainfo({ source, tiers, comment })
}

function refuseGone({ tombstone, ban, removal }: GalleryTorrent): void {
  if (tombstone !== undefined) throw goneTorrent(`it was ${withReason(tombstone.kind, tombstone)}`)
  if (removal !== undefined) throw goneTorrent(withReason('it was removed', removal))
  if (ban !== undefined)
    throw goneTorrent(withReason('it is banned', { reason: ban.isPublic ? ban.reason : '' }))
}

function withReason(what: string, { reason }: { readonly reason: string }): string {
  return reason === '' ? what : `${what} (${reason})`
}

function goneTorrent(problem: string): GalleryError {
  return new GalleryError(
    'gone_torrent',
    `the torrent cannot be downloaded: ${problem}; choose another of its gallery`,
  )
}
