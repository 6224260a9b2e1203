/**
 * The part of the site that a gallery tracker adds: galleries and their torrents, and what members do with them. To come
 * after the section that knows who is logged in.
 */
import type { FastifyInstance } from 'fastify'
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import { countedRoutes } from './counted-routes.ts'
import { addCoverRoutes } from './cover-routes.ts'
import { downloadRoutes } from './download-routes.ts'
import { galleryActRoutes } from './gallery-act-routes.ts'
import { galleryFormRoutes } from './gallery-form-routes.ts'
import { galleryListRoutes } from './gallery-list-routes.ts'
import type { GalleryOptions, GalleryParts } from './gallery-options.ts'
import { galleryRoutes } from './gallery-routes.ts'
import { homeRoutes } from './home-routes.ts'
import { makingRoutes } from './making-routes.ts'
import { frontPath, homePath, toplistsPath, torrentsPath, uploadPath } from './paths.ts'
import { addPointsHook, pointsLine } from './points-hook.ts'
import { pointsRoutes } from './points-routes.ts'
import { toplistRoutes } from './toplist-routes.ts'
import { torrentListRoutes } from './torrent-list-routes.ts'
import { torrentRoutes } from './torrent-routes.ts'
import { uploadHubRoutes } from './upload-hub.ts'
import { uploadRoutes } from './upload-routes.ts'

export function galleryPages(options: GalleryOptions): Section {
  return {
    tabs: ({ gallery, toplists }) => [
      { href: frontPath, label: gallery.tabs.front },
      { href: torrentsPath, label: gallery.tabs.torrents },
      { href: toplistsPath, label: toplists.tab },
      { href: uploadPath, label: gallery.tabs.upload },
      { href: homePath, label: gallery.tabs.home },
    ],
    searchAction: frontPath,
    memberLine: pointsLine,
    register: (site, shell) => {
      addPointsHook(site, options.points)
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => addAll(own, { ...options, shell }))
    },
  }
}

function addAll(own: FastifyInstance, parts: GalleryParts): void {
  own.setErrorHandler(sendWhileAway(parts.shell))
  galleryListRoutes(own, parts)
  torrentListRoutes(own, parts)
  galleryRoutes(own, parts)
  galleryFormRoutes(own, parts)
  galleryActRoutes(own, parts)
  torrentRoutes(own, parts)
  uploadRoutes(own, parts)
  uploadHubRoutes(own, parts)
  downloadRoutes(own, parts)
  addCoverRoutes(own, parts)
  countedRoutes(own, parts)
  homeRoutes(own, parts)
  pointsRoutes(own, parts)
  toplistRoutes(own, parts)
  makingRoutes(own, parts)
}
