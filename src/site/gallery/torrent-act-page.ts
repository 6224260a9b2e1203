/** The page that asks before something is done to a torrent. */
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { confirmContent } from '../components/confirm.ts'
import { checkField, inputField } from '../components/field.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { torrentsPath } from './paths.ts'
import { type TorrentAct, torrentActHref } from './torrent-address.ts'
import { isDestructive } from './torrent-page.ts'

export type TorrentActState = {
  readonly torrent: GalleryTorrent
  readonly act: TorrentAct
  /** What was sent before, if anything. */
  readonly reason?: string
  readonly isPublic?: boolean
  /** What is wrong with it, as a sentence. */
  readonly problem?: string
}

export function torrentActPage(shell: Shell, state: TorrentActState): Html {
  const { texts } = shell
  const { torrent, act } = state
  const { title, consequence, submit } = texts.gallery.torrent.acts[act]
  return page(shell, {
    title,
    tab: torrentsPath,
    isProse: true,
    content: confirmContent(texts, {
      title,
      subject: html`<bdi>${torrent.name}</bdi>`,
      consequence,
      action: torrentActHref(torrent, act),
      submit,
      backHref: galleryTorrentPath(torrent),
      fields: fields(texts, state),
      look: isDestructive(act) ? 'destructive' : 'primary',
    }),
  })
}

function fields(
  texts: Texts,
  { act, reason = '', isPublic = true, problem }: TorrentActState,
): Content {
  const words = texts.gallery.torrent
  const error = problem === undefined ? {} : { error: problem }
  if (!isDestructive(act))
    return (
      problem !== undefined &&
      html`<p class="notice error" role="alert"><span>${problem}</span></p>`
    )
  return [
    inputField(texts, {
      name: 'reason',
      label: words.reason,
      hint: words.reasonHint,
      value: reason,
      isRequired: true,
      ...error,
    }),
    act === 'ban' && checkField({ name: 'public', label: words.tellReason, isChecked: isPublic }),
  ]
}
