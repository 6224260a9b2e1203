/** "Am I being counted?": what a member's clients announce now, and what they announce in vain. */
import type { FastifyInstance } from 'fastify'
import type { LiveSession, VainAnnounce } from '#index/accounting/live-sessions'
import { GalleryError } from '#index/galleries/gallery-error'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { rowsPerPage } from '../lists/list-place.ts'
import { countedPage } from './counted-page.ts'
import type { GalleryParts } from './gallery-options.ts'
import { memberOf } from './gallery-visitor.ts'
import { countedPath } from './paths.ts'

export function countedRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const { requireMember: onRequest, live, clock, shell } = parts
  site.get(countedPath, { onRequest }, async (request, reply) => {
    const { id } = memberOf(request)
    const nowSeconds = clock.nowSeconds()
    const sessions = live.sessionsOf(id, nowSeconds)
    const vain = live.vainOf(id, nowSeconds).slice(0, rowsPerPage)
    const shown = sessions.slice(0, rowsPerPage)
    const torrents = await torrentsOf(parts, [...shown, ...vain])
    const count = sessions.filter(({ isOldKey }) => !isOldKey).length
    const state = { sessions: shown, count, vain, torrents, nowSeconds }
    return sendPrivatePage(reply, countedPage(shell(request), state))
  })
}

/** By id; 0 is no torrent, and one that was forgotten meanwhile is left out. */
async function torrentsOf(
  { torrents }: GalleryParts,
  announces: readonly (LiveSession | VainAnnounce)[],
): Promise<ReadonlyMap<number, GalleryTorrent>> {
  const ids = new Set(announces.map(({ torrentId }) => torrentId))
  ids.delete(0)
  const found = await Promise.all(
    [...ids].map((id) =>
      torrents.findById(id).catch((error: unknown) => {
        if (error instanceof GalleryError) return undefined
        throw error
      }),
    ),
  )
  return new Map(found.flatMap((torrent) => (torrent === undefined ? [] : [[torrent.id, torrent]])))
}
