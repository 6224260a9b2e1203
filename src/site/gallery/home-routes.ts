/** My Home: what a member has here, and the way to it. */
import type { FastifyInstance } from 'fastify'
import { accountPath } from '../account/paths.ts'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { galleryListHref } from './gallery-list-address.ts'
import type { GalleryParts } from './gallery-options.ts'
import { memberOf } from './gallery-visitor.ts'
import { countedPath, homePath, makingPath } from './paths.ts'
import { torrentListHref } from './torrent-list-address.ts'

export function homeRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { requireMember: onRequest, shell } = parts
  site.get(homePath, { onRequest }, (request, reply) =>
    sendPrivatePage(reply, homePage(shell(request), memberOf(request).id)),
  )
}

function homePage(shell: Shell, memberId: number): Html {
  const words = shell.texts.gallery.home
  const links = [
    [torrentListHref({ isMine: true }), words.myTorrents],
    [galleryListHref({ ownerId: memberId }), words.myGalleries],
    [countedPath, words.counted],
    [makingPath, words.making],
    [accountPath, words.account],
  ] as const
  return page(shell, {
    title: words.title,
    tab: homePath,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      <ul class="links">${links.map(([href, label]) => html`<li><a href="${href}">${label}</a></li>`)}</ul>`,
  })
}
