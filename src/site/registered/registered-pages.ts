/** The part of the site that a registered tracker adds: its torrents, and for its operators what they do with them. */
import type { FastifyInstance } from 'fastify'
import { StorageError } from '#index/storage/storage-error'
import { sendPrivatePage } from '../account/send-private-page.ts'
import type { Section } from '../section.ts'
import { sendError } from '../server/errors.ts'
import { addRoutes } from './add-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { listRoutes } from './list-routes.ts'
import { requireOperator } from './operator.ts'
import { overviewPath } from './operator-line.ts'
import { overviewPage } from './overview-page.ts'
import type { RegisteredOptions, RegisteredParts } from './registered-options.ts'
import { torrentRoutes } from './torrent-routes.ts'

/** When somebody who found the database away may try again. */
const awaySeconds = 5

/** To come after the section that knows who is logged in. */
export function registeredPages(options: RegisteredOptions): Section {
  return {
    tabs: ({ registered }) => [{ href: '/torrents', label: registered.torrents.tab }],
    searchAction: '/torrents',
    register: (site, shell) => {
      // Apart from the rest of the site, because of its errors.
      void site.register(async (own) => addAll(own, { ...options, shell }))
    },
  }
}

function addAll(own: FastifyInstance, parts: RegisteredParts): void {
  own.setErrorHandler((error, request, reply) => {
    // The site knows what to say of everything else.
    if (!(error instanceof StorageError)) throw error
    reply.header('Retry-After', awaySeconds)
    return sendError(request, reply, parts.shell(request), 503)
  })
  listRoutes(own, parts)
  torrentRoutes(own, parts)
  addRoutes(own, parts)
  auditRoutes(own, parts)
  const { clock, overview, shell } = parts
  own.get(overviewPath, { onRequest: requireOperator(parts) }, (request, reply) =>
    sendPrivatePage(reply, overviewPage(shell(request), overview(), clock.nowSeconds())),
  )
}
