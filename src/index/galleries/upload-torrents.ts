/**
 * Takes uploaded files into a gallery, each for itself, in the order that every change keeps: in the database first, with
 * its entry in the audit log, then in force in the tracker, and only then answered.
 */
import { uploadedFilesMax } from '#base/limits'
import { infoHashText } from '#index/torrents/info-hash-text'
import { announcedHashes } from '#index/torrents/torrent'
import { existingRefusal } from './existing-refusal.ts'
import type { GalleryTorrent } from './gallery-torrent.ts'
import type { AddRefusal, NewGalleryTorrent, UploadBound } from './gallery-torrent-repository.ts'
import type { UploadedFile, UploadOutcome } from './gallery-torrents.ts'
import type { GalleryTorrentsOptions } from './gallery-torrents-options.ts'
import { readUpload } from './read-upload.ts'
import { UploadRefusal } from './upload-refusal.ts'

export type UploadTarget = {
  readonly galleryId: number
  readonly uploaderId: number
  readonly comment: string
  readonly isByOperator?: boolean | undefined
}

/** Stores one, with its entry in the log, and tells the tracker. Throws UploadRefusal. */
type Store = (torrent: NewGalleryTorrent, bound?: UploadBound) => Promise<GalleryTorrent>

/** Outcomes are in the order of the files. */
export async function uploadTorrents(
  files: readonly UploadedFile[],
  to: UploadTarget,
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<readonly UploadOutcome[]> {
  const outcomes: UploadOutcome[] = []
  for (const [index, file] of files.entries())
    outcomes.push(
      index < uploadedFilesMax
        ? await takeFile(file, to, options, (...given) => add(given, actor, options))
        : { fileName: file.fileName, fault: tooManyFiles },
    )
  return outcomes
}

/** What becomes of one file that `store` is to store. */
export async function takeFile(
  { fileName, bytes }: UploadedFile,
  to: UploadTarget,
  options: GalleryTorrentsOptions,
  store: Store,
): Promise<UploadOutcome> {
  const { rules, room, clock } = options
  const { isByOperator = false, ...target } = to
  const limit = isByOperator ? undefined : options.uploadLimit
  const fault = await limit?.refusal(to.uploaderId)
  if (fault !== undefined) return { fileName, fault }
  try {
    const read = readUpload(bytes, rules(), clock.nowSeconds())
    if (room() < announcedHashes(read).length) throw noRoom()
    return { fileName, torrent: await store({ ...read, ...target }, limit?.bound()) }
  } catch (error) {
    if (!(error instanceof UploadRefusal)) throw error
    const { code, message, existing } = error
    return { fileName, fault: { code, message, existing } }
  }
}

async function add(
  [torrent, bound]: Parameters<Store>,
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<GalleryTorrent> {
  const { repository, changes, clock } = options
  const result = await repository.add(torrent, bound, (added) => {
    if (added.outcome !== 'added') return []
    const once = added.isRevived ? ', once more after it was purged' : ''
    const detail = `gallery ${added.torrent.gallery.id}${once}`
    const target = infoHashText(added.torrent.infoHash)
    return [{ at: clock.nowSeconds(), actor, action: 'torrent.upload', target, detail }]
  })
  if (result.outcome !== 'added') throw refusalOf(result, options)
  changes.changed([result.torrent])
  return result.torrent
}

/** What a repository said of why it added nothing. */
export function refusalOf(
  refusal: AddRefusal,
  { uploadLimit }: Pick<GalleryTorrentsOptions, 'uploadLimit'>,
): UploadRefusal {
  if (refusal.outcome === 'existing') return existingRefusal(refusal.torrent)
  if (refusal.outcome === 'flood') {
    const { code, message } = uploadLimit?.faultOf(refusal.uploads) ?? limitMoved
    return new UploadRefusal(code, message)
  }
  if (refusal.outcome === 'removed_gallery')
    return new UploadRefusal(
      'removed_gallery',
      'The gallery was removed, and takes no more torrents.',
    )
  if (refusal.outcome === 'not_current')
    return new UploadRefusal(
      'not_current',
      `The gallery has a newer version, ${refusal.currentId}. Upload the file to that.`,
    )
  return new UploadRefusal(
    'unknown_gallery',
    'There is no such gallery. Open its page and upload the file there.',
  )
}

/** A reload has raised the limit in between. */
const limitMoved = {
  code: 'flood',
  message: 'Your limit of uploads has just changed. Send it again.',
}

function noRoom(): UploadRefusal {
  return new UploadRefusal(
    'no_room',
    'The tracker has no room for more torrents. Tell the operator, who can raise tracker.torrents_max.',
  )
}

const tooManyFiles = {
  code: 'too_many_files',
  message: `Only ${uploadedFilesMax} files are taken at once. Upload this one with the next ones.`,
} as const
