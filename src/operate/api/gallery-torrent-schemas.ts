/** The shape of a gallery's torrent in the JSON API: that of every torrent, and where it belongs. */
import * as z from 'zod'
import {
  type GalleryTorrent,
  galleryTorrentPath,
  isWithheld,
  shownGalleryTitle,
} from '#index/galleries/gallery-torrent'
import { infoHashText } from '#index/torrents/info-hash-text'
import { tombstoneKinds } from '#index/torrents/tombstone'
import type { ApiParts } from './api-parts.ts'
import { torrentJson } from './torrent-json.ts'
import { torrentSchema } from './torrent-schemas.ts'

const seconds = z.int().min(0)

export const galleryTorrentSchema = z
  .object({
    ...torrentSchema.shape,
    url: z.string().meta({ description: 'Of its page.' }),
    public_file_url: z.string().meta({
      description: 'Of the file that can be given to others; it records no statistics.',
    }),
    gallery: z.object({
      id: z.int(),
      key: z.string(),
      title: z.string().nullable().meta({
        description: 'Null where the gallery is removed and the caller is not of the staff.',
      }),
      category: z.string(),
    }),
    announce_id: z.int().meta({ description: 'In its announce addresses; it never changes.' }),
    uploader: z.object({ id: z.int(), name: z.string() }),
    comment: z.string(),
    file_bytes: z.int(),
    outdated: z.boolean().meta({ description: 'Its gallery has a newer version.' }),
    tombstone: z
      .object({ kind: z.enum(tombstoneKinds), reason: z.string(), at: seconds })
      .nullable()
      .meta({ description: 'Why it is refused for good; clients are told.' }),
    replaced_by_id: z.int().nullable().meta({ description: 'The torrent that took its place.' }),
  })
  .meta({ id: 'GalleryTorrent' })

export type GalleryTorrentJson = z.infer<typeof galleryTorrentSchema>

export function galleryTorrentJson(
  torrent: GalleryTorrent,
  { siteAddress, isToStaff }: Pick<ApiParts, 'siteAddress'> & { readonly isToStaff: boolean },
): GalleryTorrentJson {
  const { announceId, infoHash, tombstone } = torrent
  const { id, key, category } = torrent.gallery
  const site = siteAddress()
  return {
    ...torrentJson(torrent, isToStaff),
    url: `${site}${galleryTorrentPath(torrent)}`,
    public_file_url: `${site}/get/${announceId}/${infoHashText(infoHash)}.torrent`,
    gallery: { id, key, title: shownGalleryTitle(torrent, isToStaff) ?? null, category },
    announce_id: announceId,
    uploader: { ...torrent.uploader },
    comment: isWithheld(torrent) && !isToStaff ? '' : torrent.comment,
    file_bytes: torrent.fileBytes,
    outdated: torrent.isOutdated,
    tombstone: tombstone === undefined ? null : { ...tombstone },
    replaced_by_id: torrent.replacedById ?? null,
  }
}
