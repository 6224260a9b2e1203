/** The form with which another .torrent file takes the place of one. */
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { formatSize } from '../format/format-size.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { torrentsPath } from './paths.ts'
import type { TakenFile } from './take-files.ts'
import { replaceTorrentHref } from './torrent-address.ts'
import { uploadFault } from './upload-result-page.ts'

export type ReplaceState = {
  readonly torrent: GalleryTorrent
  readonly torrentBytesMax: number
  /** What was wrong with what was sent, if anything was. */
  readonly taken?: TakenFile | 'nothing'
}

export function replacePage(shell: Shell, { torrent, torrentBytesMax, taken }: ReplaceState): Html {
  const { texts } = shell
  const words = texts.gallery.torrent.replaceForm
  const problem =
    taken === 'nothing'
      ? texts.gallery.window.noFile
      : taken && uploadFault(texts, taken, torrentBytesMax)
  return page(shell, {
    title: words.title,
    tab: torrentsPath,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${problem !== undefined && notice(texts, 'error', problem)}
      <p><strong><bdi>${torrent.name}</bdi></strong></p>
      <p>${words.lead}</p>
      ${form({
        action: replaceTorrentHref(torrent),
        hasFile: true,
        look: 'primary',
        submit: words.submit,
        fields: inputField(texts, {
          name: 'file',
          label: texts.gallery.window.file,
          type: 'file',
          accept: '.torrent,application/x-bittorrent',
          isRequired: true,
          hint: words.hint(formatSize(torrentBytesMax)),
        }),
        beside: html`<a href="${galleryTorrentPath(torrent)}">${texts.form.cancel}</a>`,
      })}`,
  })
}
