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
import { searchGalleries, searchGalleryTorrents } from './catalogue-routes.ts'
import { backupDatabase, checkDatabase } from './database-routes.ts'
import { explainAnnounce } from './explain-route.ts'
import {
  addGalleryVersion,
  editGallery,
  removeGalleryCover,
  setGalleryCover,
  setGalleryState,
} from './gallery-change-routes.ts'
import {
  addGalleries,
  addGallery,
  findGallery,
  listGalleries,
  listGalleryVersions,
} from './gallery-routes.ts'
import {
  expungeTorrent,
  listGalleryTorrents,
  personalTorrentFile,
  publicTorrentFile,
  uploadTorrent,
} from './gallery-torrent-routes.ts'
import { handOver } from './handover-route.ts'
import { runHousekeeping } from './housekeeping-route.ts'
import {
  addMember,
  banMember,
  createMemberLink,
  findMember,
  listMembers,
  restoreMember,
  setMemberRole,
  suspendMember,
  unbanMember,
} from './member-routes.ts'
import { grantPoints, listPoints } from './point-routes.ts'
import { listPurges, runPurge } from './purge-routes.ts'
import { reconcile } from './reconcile-route.ts'
import type { Route } from './route.ts'
import { statistics } from './statistics-route.ts'
import { findCommonMembers, listSuspicions } from './suspicion-routes.ts'
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
  explainAnnounce,
  handOver,
]

/** Those of a mode with galleries; they are told in every mode, and answer that there are none. */
export const galleryRoutes: readonly Route[] = [
  addGallery,
  addGalleries,
  listGalleries,
  findGallery,
  editGallery,
  listGalleryVersions,
  addGalleryVersion,
  setGalleryCover,
  removeGalleryCover,
  setGalleryState,
  searchGalleries,
]

/** The same of their torrents. */
export const galleryTorrentRoutes: readonly Route[] = [
  uploadTorrent,
  listGalleryTorrents,
  expungeTorrent,
  publicTorrentFile,
  personalTorrentFile,
  searchGalleryTorrents,
  listPurges,
  runPurge,
  listSuspicions,
  findCommonMembers,
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
  findMember,
  setMemberRole,
  suspendMember,
  restoreMember,
  banMember,
  unbanMember,
  createMemberLink,
  grantPoints,
  listPoints,
  ...galleryRoutes,
  ...galleryTorrentRoutes,
  ...blockRoutes,
  runHousekeeping,
  reconcile,
  backupDatabase,
  checkDatabase,
]

/** What every path of a route begins with. */
export const apiPrefix = '/api/v1'
