/** The page that asks before a gallery is expunged, removed, or brought back. */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { confirmContent } from '../components/confirm.ts'
import { inputField } from '../components/field.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { type GalleryAct, galleryActHref } from './gallery-address.ts'

export type GalleryActState = {
  readonly gallery: Gallery
  readonly act: GalleryAct
  /** What was sent before, if anything. */
  readonly reason?: string
  /** What is wrong with it, as a sentence. */
  readonly problem?: string
}

export function galleryActPage(shell: Shell, state: GalleryActState): Html {
  const { texts } = shell
  const { gallery, act, reason = '', problem } = state
  const { title, consequence, submit } = texts.gallery.gallery.acts[act]
  const words = texts.gallery.torrent
  const error = problem === undefined ? {} : { error: problem }
  const reasonField = inputField(texts, {
    name: 'reason',
    label: words.reason,
    hint: words.reasonHint,
    value: reason,
    isRequired: true,
    ...error,
  })
  return page(shell, {
    title,
    isProse: true,
    content: confirmContent(texts, {
      title,
      subject: html`<bdi>${gallery.title}</bdi>`,
      consequence,
      action: galleryActHref(gallery, act),
      submit,
      backHref: galleryPath(gallery),
      fields:
        act !== 'restore' ? reasonField : problem !== undefined && notice(texts, 'error', problem),
      look: act === 'restore' ? 'primary' : 'destructive',
    }),
  })
}
