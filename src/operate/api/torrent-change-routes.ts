/**
 * The routes that change one registered torrent. Each may be called again: what is so already stays so. Their scope is had
 * by the staff alone (`index/tokens/scope-permissions.ts`), so they answer all there is to tell.
 */
import * as z from 'zod'
import { readInfoHash } from '#index/torrents/info-hash-text'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { torrentJson } from './torrent-json.ts'
import { infoHashParams, torrentSchema } from './torrent-schemas.ts'

const unknown = 'No such torrent is registered.'
const removed = 'The torrent was removed; restore it first.'

export const banTorrent = defineRoute({
  id: 'banTorrent',
  method: 'PUT',
  path: '/torrents/{info_hash}/ban',
  access: 'torrents:write',
  summary: 'Bans a torrent',
  description:
    'Announces of it are refused once this is answered. A second ban takes the place of the first. A torrent of a gallery can be banned when it is gone.',
  statuses: { 200: 'The torrent, banned.' },
  problems: { 404: unknown, 409: removed, 422: 'The reason cannot be shown to clients.' },
  params: infoHashParams,
  query: nothing,
  body: z.strictObject({
    reason: z.string().meta({ description: 'One line; clients show it.' }),
    public: z.boolean().default(true).meta({ description: 'Whether clients are told the reason.' }),
  }),
  answer: torrentSchema,
  handle: async ({ params, body, parts, actor }) => {
    const ban = { reason: body.reason, isPublic: body.public }
    const torrent = await parts.torrents.ban(readInfoHash(params.info_hash), ban, actor)
    return { status: 200, body: torrentJson(torrent, true) }
  },
})

export const unbanTorrent = defineRoute({
  id: 'unbanTorrent',
  method: 'DELETE',
  path: '/torrents/{info_hash}/ban',
  access: 'torrents:write',
  summary: 'Lifts a ban',
  description: 'A torrent that is not banned stays as it is.',
  statuses: { 200: 'The torrent, not banned.' },
  problems: { 404: unknown },
  params: infoHashParams,
  query: nothing,
  body: noBody,
  answer: torrentSchema,
  handle: async ({ params, parts, actor }) => {
    const torrent = await parts.torrents.unban(readInfoHash(params.info_hash), actor)
    return { status: 200, body: torrentJson(torrent, true) }
  },
})

export const removeTorrent = defineRoute({
  id: 'removeTorrent',
  method: 'DELETE',
  path: '/torrents/{info_hash}',
  access: 'torrents:write',
  summary: 'Removes a torrent',
  description:
    'Its announces are refused as unregistered; those of a torrent of a gallery with the reason, also where it was expunged or purged before. It can be restored for 30 days.',
  statuses: { 200: 'The torrent, removed.' },
  problems: { 404: unknown, 422: 'The reason cannot be shown.' },
  params: infoHashParams,
  query: z.strictObject({
    reason: z.string().default('').meta({ description: 'One line, for whoever wonders later.' }),
  }),
  body: noBody,
  answer: torrentSchema,
  handle: async ({ params, query, parts, actor }) => {
    const hash = readInfoHash(params.info_hash)
    const torrent = await parts.torrents.remove(hash, query.reason, actor)
    return { status: 200, body: torrentJson(torrent, true) }
  },
})

export const restoreTorrent = defineRoute({
  id: 'restoreTorrent',
  method: 'POST',
  path: '/torrents/{info_hash}/restore',
  access: 'torrents:write',
  summary: 'Brings a removed torrent back',
  description: 'As it was: one that was banned is banned. A torrent that is there stays as it is.',
  statuses: { 200: 'The torrent.' },
  problems: { 404: unknown, 409: 'The tracker has no room for more torrents, or it is too late.' },
  params: infoHashParams,
  query: nothing,
  body: noBody,
  answer: torrentSchema,
  handle: async ({ params, parts, actor }) => {
    const torrent = await parts.torrents.restore(readInfoHash(params.info_hash), actor)
    return { status: 200, body: torrentJson(torrent, true) }
  },
})

export const pinTorrent = pinRoute('PUT', 'Keeps housekeeping away from a torrent')
export const unpinTorrent = pinRoute('DELETE', 'Lets housekeeping at a torrent again')

function pinRoute(method: 'PUT' | 'DELETE', summary: string) {
  return defineRoute({
    id: method === 'PUT' ? 'pinTorrent' : 'unpinTorrent',
    method,
    path: '/torrents/{info_hash}/pin',
    access: 'torrents:write',
    summary,
    description: 'Housekeeping takes out what nobody announces for long, unless it is pinned.',
    statuses: { 200: 'The torrent.' },
    problems: { 404: unknown, 409: removed },
    params: infoHashParams,
    query: nothing,
    body: noBody,
    answer: torrentSchema,
    handle: async ({ params, parts, actor }) => {
      const hash = readInfoHash(params.info_hash)
      const torrent = await parts.torrents.pin(hash, method === 'PUT', actor)
      return { status: 200, body: torrentJson(torrent, true) }
    },
  })
}
