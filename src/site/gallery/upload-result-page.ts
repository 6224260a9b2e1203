/** What became of the files of an upload, each by itself. */
import { uploadedFilesMax } from '#base/limits'
import type { Gallery } from '#index/galleries/gallery'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { pill } from '../components/pill.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { sentence } from '../format/sentence.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { personalHref } from './download-address.ts'
import { windowHref } from './gallery-address.ts'
import type { TakenFile } from './take-files.ts'
import { uploadedHref } from './torrent-address.ts'

export type UploadResults = {
  readonly gallery: Gallery
  readonly taken: readonly TakenFile[]
  readonly torrentBytesMax: number
}

export function uploadResultPage(shell: Shell, results: UploadResults): Html {
  const { texts } = shell
  const { gallery, taken, torrentBytesMax } = results
  const words = texts.gallery.uploadResult
  const isAnyTaken = taken.some(({ torrent }) => torrent !== undefined)
  return page(shell, {
    title: words.title,
    content: html`<h1>${words.title}</h1>
      ${isAnyTaken && notice(texts, 'warning', words.mustUse)}
      ${table(texts, {
        caption: words.caption,
        rows: taken,
        columns: [
          { head: words.outcome, cell: ({ torrent }) => outcomePill(texts, torrent !== undefined) },
          {
            head: words.file,
            cell: ({ fileName }) => html`<bdi>${fileName === '' ? words.unnamed : fileName}</bdi>`,
          },
          { head: words.torrent, cell: (file) => whatBecame(texts, file, torrentBytesMax) },
        ],
      })}
      <p><a href="${windowHref(gallery)}">${words.back}</a></p>`,
  })
}

function outcomePill(texts: Texts, isTaken: boolean): Html {
  const { taken, refused } = texts.gallery.uploadResult
  return isTaken ? pill('good', taken) : pill('bad', refused)
}

function whatBecame(texts: Texts, file: TakenFile, torrentBytesMax: number): Content {
  const words = texts.gallery.uploadResult
  const { torrent } = file
  if (torrent === undefined) return uploadFault(texts, file, torrentBytesMax)
  return html`<a href="${uploadedHref(torrent)}"><bdi>${torrent.name}</bdi></a>
    · <a href="${personalHref(torrent)}">${words.download}</a>`
}

/** What is wrong with one file, and what is there already in its place. */
export function uploadFault(texts: Texts, { fault }: TakenFile, torrentBytesMax: number): Content {
  const words = texts.gallery.uploadResult
  if (fault === undefined) return undefined
  if (fault === 'too large') return words.tooLarge(formatSize(torrentBytesMax))
  if (fault === 'too many') return words.tooMany(formatCount(texts.locale, uploadedFilesMax))
  const { message, existing } = fault
  return html`<bdi>${sentence(message)}</bdi>
    ${existing !== undefined && html`<a href="${galleryTorrentPath(existing)}"><bdi>${existing.name}</bdi></a>`}`
}
