/** Every route of the JSON API, in the order of its document. A route that is not here does not exist. */
import { addTorrents } from './bulk-route.ts'
import { backupDatabase, checkDatabase } from './database-routes.ts'
import { runHousekeeping } from './housekeeping-route.ts'
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
  runHousekeeping,
  backupDatabase,
  checkDatabase,
]

/** What every path of a route begins with. */
export const apiPrefix = '/api/v1'
