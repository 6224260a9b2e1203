/** The form with which an uploader changes the name and the comment of a torrent. */
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { inputField, textField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { torrentsPath } from './paths.ts'
import { editTorrentHref } from './torrent-address.ts'

export type TorrentEditState = {
  readonly torrent: GalleryTorrent
  readonly name: string
  readonly comment: string
  /** What is wrong with what was sent, as a sentence. */
  readonly problem?: string
}

export function torrentEditPage(shell: Shell, state: TorrentEditState): Html {
  const { texts } = shell
  const { torrent, name, comment, problem } = state
  const words = texts.gallery.torrent.editForm
  return page(shell, {
    title: words.title,
    tab: torrentsPath,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${problem !== undefined && notice(texts, 'error', problem)}
      ${form({
        action: editTorrentHref(torrent),
        submit: words.submit,
        look: 'primary',
        fields: [
          inputField(texts, {
            name: 'name',
            label: words.name,
            value: name,
            autocomplete: 'off',
            isRequired: true,
            hint: words.nameHint,
          }),
          textField(texts, { name: 'comment', label: words.comment, value: comment, rows: 6 }),
        ],
        beside: html`<a href="${galleryTorrentPath(torrent)}">${texts.form.cancel}</a>`,
      })}`,
  })
}
