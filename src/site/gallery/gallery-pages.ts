/**
 * The part of the site that a gallery tracker adds: galleries and their torrents, and what members do with them. To come
 * after the section that knows who is logged in.
 */
import type { FastifyInstance } from 'fastify'
import { StorageError } from '#index/storage/storage-error'
import type { Section } from '../section.ts'
import { sendError } from '../server/errors.ts'
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
import { frontPath, homePath, torrentsPath, uploadPath } from './paths.ts'
import { torrentListRoutes } from './torrent-list-routes.ts'
import { torrentRoutes } from './torrent-routes.ts'
import { uploadHubRoutes } from './upload-hub.ts'
import { uploadRoutes } from './upload-routes.ts'

/** When somebody who found the database away may try again. */
const awaySeconds = 5

export function galleryPages(options: GalleryOptions): Section {
  return {
    tabs: ({ gallery }) => [
      { href: frontPath, label: gallery.tabs.front },
      { href: torrentsPath, label: gallery.tabs.torrents },
      { href: uploadPath, label: gallery.tabs.upload },
      { href: homePath, label: gallery.tabs.home },
    ],
    searchAction: frontPath,
    register: (site, shell) => {
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => addAll(own, { ...options, shell }))
    },
  }
}

function addAll(own: FastifyInstance, parts: GalleryParts): void {
  own.setErrorHandler((error, request, reply) => {
    // The site knows what to say of everything else.
    if (!(error instanceof StorageError)) throw error
    reply.header('Retry-After', awaySeconds)
    return sendError(request, reply, parts.shell(request), 503)
  })
  galleryListRoutes(own, parts)
  torrentListRoutes(own, parts)
  galleryRoutes(own, parts)
  galleryFormRoutes(own, parts)
  galleryActRoutes(own, parts)
  torrentRoutes(own, parts)
  uploadRoutes(own, parts)
  uploadHubRoutes(own, parts)
  downloadRoutes(own, parts)
  addCoverRoutes(own, parts.covers)
  countedRoutes(own, parts)
  homeRoutes(own, parts)
  makingRoutes(own, parts)
}
