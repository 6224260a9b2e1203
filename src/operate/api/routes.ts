/** Every route of the JSON API, in the order of its document. A route that is not here does not exist. */
import type { BlockParts } from './api-parts.ts'
import {
  addBlock,
  heaviestSources,
  listBlockLists,
  listBlocks,
  previewBlock,
  removeBlock,
} from './block-routes.ts'
import { addTorrents } from './bulk-route.ts'
import { backupDatabase, checkDatabase } from './database-routes.ts'
import { runHousekeeping } from './housekeeping-route.ts'
import {
  addMember,
  createMemberLink,
  listMembers,
  restoreMember,
  setMemberRole,
  suspendMember,
} from './member-routes.ts'
import type { Route } from './route.ts'
import { statistics } from './statistics-route.ts'
import { createToken, listTokens, revokeToken } from './token-routes.ts'
import {
  banTorrent,
  pinTorrent,
  removeTorrent,
  restoreTorrent,
  unbanTorrent,
  unpinTorrent,
} from './torrent-change-routes.ts'
import { addTorrent, findTorrent, listTorrentFiles, listTorrents } from './torrent-routes.ts'

/** Those of a mode without a database. */
export const blockRoutes: readonly Route<unknown, BlockParts>[] = [
  addBlock,
  listBlocks,
  removeBlock,
  listBlockLists,
  previewBlock,
  heaviestSources,
]

export const routes: readonly Route[] = [
  addTorrent,
  addTorrents,
  listTorrents,
  findTorrent,
  listTorrentFiles,
  removeTorrent,
  restoreTorrent,
  banTorrent,
  unbanTorrent,
  pinTorrent,
  unpinTorrent,
  statistics,
  createToken,
  listTokens,
  revokeToken,
  addMember,
  listMembers,
  setMemberRole,
  suspendMember,
  restoreMember,
  createMemberLink,
  ...blockRoutes,
  runHousekeeping,
  backupDatabase,
  checkDatabase,
]

/** What every path of a route begins with. */
export const apiPrefix = '/api/v1'
