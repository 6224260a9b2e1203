/** Makes the torrents of galleries out of a repository, the tracker's table and the settings in force. */

import { infoHashText } from '#index/torrents/info-hash-text'
import {
  buryTorrent,
  checkedComment,
  editTorrent,
  reburyTorrent,
  replaceTorrent,
  restoreTorrent,
  unknownTorrent,
} from './change-gallery-torrent.ts'
import { galleryAddresses } from './gallery-addresses.ts'
import { GalleryError } from './gallery-error.ts'
import type { GalleryTorrent } from './gallery-torrent.ts'
import type { GalleryTorrents, TorrentWindow } from './gallery-torrents.ts'
import type { GalleryTorrentsOptions } from './gallery-torrents-options.ts'
import { personalArchive } from './personal-archive.ts'
import { personalFile, publicFile } from './torrent-downloads.ts'
import { uploadTorrents } from './upload-torrents.ts'

export function createGalleryTorrents(options: GalleryTorrentsOptions): GalleryTorrents {
  const { repository, announceBases } = options
  const findById = async (torrentId: number): Promise<GalleryTorrent> => {
    const torrent = await repository.findById(torrentId)
    if (torrent === undefined) throw unknownTorrent(`${torrentId}`)
    return torrent
  }
  return {
    upload: async (files, { comment = '', ...target }, actor) => {
      const to = { ...target, comment: checkedComment(comment) }
      return await uploadTorrents(files, to, actor, options)
    },
    window: async (galleryId) => windowOf(galleryId, await repository.ofChain(galleryId)),
    find: async (infoHash) => {
      const torrent = await repository.find(infoHash)
      if (torrent === undefined) throw unknownTorrent(infoHashText(infoHash))
      return torrent
    },
    findById,
    edit: async (id, fields, actor) =>
      await editTorrent(await findById(id), fields, actor, options),
    replace: async (id, file, actor) =>
      await replaceTorrent(await findById(id), file, actor, options),
    expunge: async (id, reason, actor) =>
      await buryTorrent(await findById(id), { kind: 'expunged', reason }, actor, options),
    remove: async (id, reason, actor) =>
      await buryTorrent(await findById(id), { kind: 'removed', reason }, actor, options),
    rebury: async (id, tombstones, actor) =>
      await reburyTorrent(await findById(id), tombstones, actor, options),
    restore: async (id, actor) => await restoreTorrent(await findById(id), actor, options),
    personalFile: (torrent, memberId) => personalFile(torrent, memberId, options),
    publicFile: (torrent) => publicFile(torrent, options),
    personalArchive: (memberId) => personalArchive(memberId, options),
    announceAddresses: (announceId, member) =>
      galleryAddresses(announceBases(), announceId, member),
  }
}

/**
 * Without those that staff took out or banned or that were purged, and without those that another has replaced. Expunged
 * ones stand there, and cannot be downloaded.
 */
function windowOf(galleryId: number, all: readonly GalleryTorrent[] | undefined): TorrentWindow {
  if (all === undefined)
    throw new GalleryError('unknown_gallery', `there is no gallery ${galleryId}; check the address`)
  const shown = all.filter(
    ({ tombstone, ban, replacedById }) =>
      ban === undefined &&
      (tombstone === undefined ||
        (tombstone.kind === 'expunged' &&
          tombstone.purgedAt === undefined &&
          replacedById === undefined)),
  )
  return {
    current: shown.filter(({ isOutdated }) => !isOutdated),
    outdated: shown.filter(({ isOutdated }) => isOutdated),
  }
}
