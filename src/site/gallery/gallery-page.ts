/** One gallery: its cover, what is known of it, its tags and versions, and the way to its torrents. */
import { type Gallery, galleryPath, type Tag } from '#index/galleries/gallery'
import type { Petition } from '#index/petitions/petition'
import { buttonLink } from '../components/button-link.ts'
import { dialog } from '../components/dialog.ts'
import { facts } from '../components/facts.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { formatCount } from '../format/format-count.ts'
import { formatMinute } from '../format/format-time.ts'
import { sentence } from '../format/sentence.ts'
import { attributes, type Content, type Html, html } from '../html.ts'
import { reportLink } from '../moderation/report-link.ts'
import { petitionBox } from '../petitions/petition-box.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { coverLarge } from './cover-picture.ts'
import {
  editGalleryHref,
  type GalleryAct,
  galleryActHref,
  newVersionHref,
  windowHref,
} from './gallery-address.ts'
import { galleryListHref } from './gallery-list-address.ts'
import { categoryBlock } from './gallery-marks.ts'
import { type GalleryVisitor, mayChangeGallery } from './gallery-visitor.ts'
import { plainText } from './plain-text.ts'
import { tagQuery, tagsByNamespace } from './tag-list.ts'

/** What the page can say was just done. */
export type GalleryDone = keyof Texts['gallery']['gallery']['done']

export type GalleryState = {
  readonly gallery: Gallery
  /** Oldest first. */
  readonly versions: readonly Gallery[]
  readonly categories: readonly string[]
  readonly visitor: GalleryVisitor
  /** Those that are voted on or in force; none for guests, and of the newest version alone. */
  readonly petitions: readonly Petition[]
  readonly done: GalleryDone | undefined
  readonly nowSeconds: number
}

export function galleryPage(shell: Shell, state: GalleryState): Html {
  const { texts } = shell
  const { gallery, done } = state
  const { title, originalTitle, description } = gallery
  return page(shell, {
    title,
    content: html`${done !== undefined && notice(texts, 'good', texts.gallery.gallery.done[done])}
      ${stateNotices(texts, state)}
      <div class="gallery">
        <div class="cover">${coverLarge(gallery) ?? html`<span class="blank"></span>`}</div>
        <div>
          <h1><bdi>${title}</bdi></h1>
          ${originalTitle !== '' && html`<p class="muted"><bdi>${originalTitle}</bdi></p>`}
          ${actions(texts, state)}
          ${tagTable(texts, gallery.tags)}
          ${description !== '' && plainText(description)}
        </div>
        <div>${known(texts, state)}
          <p>${gallery.state === 'live' && reportLink(texts, state.visitor, { kind: 'gallery', id: gallery.id })}</p></div>
      </div>
      ${gallery.id === gallery.currentId && petitionBox(texts, { ...state, subject: { kind: 'gallery', gallery } })}
      ${versions(texts, state)}
      ${dialog(texts)}`,
  })
}

/** What became of it, and whether there is a newer one. */
function stateNotices(texts: Texts, { gallery, versions: all }: GalleryState): Content {
  const words = texts.gallery.gallery
  const { state, stateReason, id, currentId } = gallery
  const current = all.find((version) => version.id === currentId)
  return [
    state !== 'live' &&
      notice(texts, 'warning', html`${words.states[state]} <bdi>${sentence(stateReason)}</bdi>`),
    id !== currentId &&
      current !== undefined &&
      notice(
        texts,
        'warning',
        html`${words.newer} <a href="${galleryPath(current)}"><bdi>${current.title}</bdi></a>`,
      ),
  ]
}

function actions(texts: Texts, { gallery, visitor }: GalleryState): Html {
  const words = texts.gallery.gallery
  const count = formatCount(texts.locale, gallery.torrentCount)
  const download = { class: 'button primary', href: windowHref(gallery), 'data-dialog': true }
  return html`<p class="actions">
    <a ${attributes(download)}>${texts.gallery.torrentDownload(count)}</a>
    ${
      mayChangeGallery(visitor, gallery) && [
        buttonLink(editGalleryHref(gallery), words.edit),
        gallery.id === gallery.currentId &&
          visitor.may('publish') &&
          buttonLink(newVersionHref(gallery), words.newVersion),
        actsOf(visitor, gallery).map((act) =>
          buttonLink(galleryActHref(gallery, act), words.acts[act].link, act !== 'restore'),
        ),
      ]
    }
  </p>`
}

/** What a visitor may do with a gallery that is in its state. */
export function actsOf(visitor: GalleryVisitor, gallery: Gallery): readonly GalleryAct[] {
  if (visitor.may('moderate')) return gallery.state === 'live' ? ['expunge', 'remove'] : ['restore']
  const isOwners = mayChangeGallery(visitor, gallery)
  return isOwners && gallery.state === 'live' ? ['remove'] : []
}

function tagTable(texts: Texts, tags: readonly Tag[]): Html {
  const words = texts.gallery.gallery
  if (tags.length === 0) return html`<p class="muted">${words.noTags}</p>`
  return html`<table class="tags">
    <caption class="unseen">${words.tags}</caption>
    ${[...tagsByNamespace(tags)].map(
      ([namespace, own]) => html`<tr>
        <th scope="row">${namespace === '' ? words.otherTags : namespace}:</th>
        <td>${own.map((tag) => html`<a href="${galleryListHref({ search: tagQuery(tag) })}">${tag.name}</a> `)}</td>
      </tr>`,
    )}
  </table>`
}

function known(texts: Texts, { gallery, categories, nowSeconds }: GalleryState): Html {
  const words = texts.gallery.gallery
  const { category, postedAt, owner, pages, torrentCount } = gallery
  return facts([
    {
      name: words.category,
      value: html`<a href="${galleryListHref({ category })}">${categoryBlock(categories, category)}</a>`,
    },
    {
      name: words.posted,
      value: html`${formatMinute(postedAt)} <small>${moment(texts, postedAt, nowSeconds)}</small>`,
    },
    {
      name: words.uploader,
      value: html`<a href="${galleryListHref({ ownerId: owner.id })}"><bdi>${owner.name}</bdi></a>`,
    },
    { name: words.pages, value: pages !== undefined && formatCount(texts.locale, pages) },
    { name: words.torrents, value: formatCount(texts.locale, torrentCount) },
  ])
}

function versions(texts: Texts, { gallery, versions: all }: GalleryState): Content {
  if (all.length < 2) return undefined
  const words = texts.gallery.gallery
  const shown = all.toReversed()
  return html`<h2>${words.versions}</h2>
    <ul>${shown.map((version) => html`<li>${versionLine(texts, version, gallery)}</li>\n`)}</ul>`
}

function versionLine(texts: Texts, version: Gallery, shown: Gallery): Html {
  const words = texts.gallery.gallery
  const { id, title, postedAt, currentId } = version
  const name = html`<bdi>${title}</bdi>`
  const remark = id === currentId ? words.newest : ''
  return html`${formatMinute(postedAt)}
    ${id === shown.id ? html`<strong>${name}</strong>` : html`<a href="${galleryPath(version)}">${name}</a>`}
    <small>${remark}</small>`
}
