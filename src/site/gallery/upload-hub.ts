/** The page of the tab "Upload": how something comes onto the site, and the galleries of whoever looks. */
import type { FastifyInstance } from 'fastify'
import type { Gallery } from '#index/galleries/gallery'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { dialog } from '../components/dialog.ts'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import { rowsPerPage } from '../lists/list-place.ts'
import type { Shell } from '../shell.ts'
import { galleryListHref } from './gallery-list-address.ts'
import type { GalleryParts } from './gallery-options.ts'
import { galleryTable } from './gallery-table.ts'
import { type GalleryVisitor, memberOf, visitorOf } from './gallery-visitor.ts'
import { makingPath, newGalleryPath, uploadPath } from './paths.ts'

export function uploadHubRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { requireMember: onRequest, lists, settings, clock, shell } = parts
  site.get(uploadPath, { onRequest }, async (request, reply) => {
    const { galleries } = await lists.galleries({
      search: '',
      ownerId: memberOf(request).id,
      categories: undefined,
      withTorrents: false,
      searchFileNames: false,
      expunged: false,
      order: 'posted',
      isDescending: true,
      after: undefined,
      limit: rowsPerPage,
    })
    const { categories } = settings()
    const nowSeconds = clock.nowSeconds()
    const state = { galleries, categories, nowSeconds, visitor: visitorOf(request) }
    return sendPrivatePage(reply, uploadHubPage(shell(request), state))
  })
}

type UploadHubState = {
  readonly galleries: readonly Gallery[]
  readonly categories: readonly string[]
  readonly visitor: GalleryVisitor
  readonly nowSeconds: number
}

function uploadHubPage(shell: Shell, { galleries, visitor, ...shown }: UploadHubState): Html {
  const { texts } = shell
  const words = texts.gallery.uploadHub
  const ownerId = visitor.member?.id
  return page(shell, {
    title: words.title,
    tab: uploadPath,
    content: html`<h1>${words.title}</h1>
      <p>${words.torrentsLead} <a href="${makingPath}">${words.making}</a></p>
      ${
        visitor.may('publish')
          ? html`<p class="actions"><a class="button primary" href="${newGalleryPath}">${words.newGallery}</a></p>`
          : html`<p>${words.mayNot}</p>`
      }
      <h2>${words.mine}</h2>
      ${
        galleries.length === 0
          ? emptyState({ what: words.none })
          : galleryTable(texts, { ...shown, galleries, caption: words.mine })
      }
      ${galleries.length === rowsPerPage && html`<p><a href="${galleryListHref({ ownerId })}">${words.all}</a></p>`}
      ${dialog(texts)}`,
  })
}
