/** The part of the site that a registered tracker adds: its torrents, and for its operators what they do with them. */
import type { FastifyInstance } from 'fastify'
import type { Section } from '../section.ts'
import { sendWhileAway } from '../server/send-while-away.ts'
import { addRoutes } from './add-routes.ts'
import { listRoutes } from './list-routes.ts'
import { operatorLine, type Place } from './operator-line.ts'
import type { OperatorPlace } from './operator-options.ts'
import { operatorRoutes } from './operator-routes.ts'
import type { RegisteredOptions, RegisteredParts } from './registered-options.ts'
import { torrentRoutes } from './torrent-routes.ts'

const place: OperatorPlace = {
  tab: '/torrents',
  line: (texts, _request, current) => operatorLine(texts, { current: current as Place }),
}

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
  own.setErrorHandler(sendWhileAway(parts.shell))
  listRoutes(own, parts)
  torrentRoutes(own, parts)
  addRoutes(own, parts)
  operatorRoutes(own, { ...parts, place })
}
