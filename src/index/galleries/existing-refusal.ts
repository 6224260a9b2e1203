/** What somebody is told who uploads what is there already, or was. */
import { type GalleryTorrent, shownGalleryTitle } from './gallery-torrent.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** `torrent` is undefined where it belongs to no gallery. */
export function existingRefusal(torrent: GalleryTorrent | undefined): UploadRefusal {
  return new UploadRefusal('existing', textOf(torrent), torrent)
}

function textOf(torrent: GalleryTorrent | undefined): string {
  if (torrent === undefined)
    return 'This torrent is registered already, without a gallery. Ask the operator to remove it there.'
  const { name, tombstone, ban } = torrent
  if (ban !== undefined)
    return `This torrent is banned here${ban.isPublic ? `: ${ban.reason}` : ''}. Ask a moderator whether it can come back.`
  if (tombstone === undefined)
    return `This torrent is here already: "${name}" in ${galleryOf(torrent)}. Download the file there.`
  const reason = tombstone.reason === '' ? '' : ` (${tombstone.reason})`
  return `This torrent was here and was ${tombstone.kind}: "${name}" in ${galleryOf(torrent)}${reason}. Ask a moderator whether it can come back.`
}

/** Whoever uploads may be anybody. */
function galleryOf(torrent: GalleryTorrent): string {
  const title = shownGalleryTitle(torrent, false)
  return title === undefined ? 'a gallery that was removed' : `the gallery "${title}"`
}
