/** The page on making a torrent: `/help/making-a-torrent?gid=12` has the announce address of that gallery in it. */
import type { FastifyInstance } from 'fastify'
import { readId } from '../lists/list-place.ts'
import { queryText } from '../server/query-text.ts'
import { sendPage } from '../server/send-page.ts'
import { siteBaseOf } from './curl-line.ts'
import { galleryById } from './find-gallery.ts'
import type { GalleryParts } from './gallery-options.ts'
import { makingPage } from './making-page.ts'
import { makingPath } from './paths.ts'

/** Stands in an address for the number of a gallery. */
const anyGallery = 'GALLERY'

export function makingRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { galleries, torrents, settings, shell } = parts
  site.get(makingPath, async (request, reply) => {
    const id = readId(queryText(request.query, 'gid'))
    const gallery = id === undefined ? undefined : await galleryById(galleries, id)
    const [address = ''] = torrents.announceAddresses(gallery?.announceId ?? 1)
    const page = makingPage(shell(request), {
      announceAddress:
        gallery === undefined ? address.replace('/1/announce', `/${anyGallery}/announce`) : address,
      galleryId: gallery?.id,
      torrentBytesMax: settings().torrentBytesMax,
      siteBase: siteBaseOf(request, settings()),
    })
    return sendPage(reply, page)
  })
}
