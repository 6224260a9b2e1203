/** The torrents of galleries over a real database, with a member and galleries, and a table that notes what it is told. */
import { createGalleryTorrents } from '#index/galleries/create-gallery-torrents'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents, UploadFault, UploadOutcome } from '#index/galleries/gallery-torrents'
import type { GalleryTorrentsOptions } from '#index/galleries/gallery-torrents-options'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import type { Torrent } from '#index/torrents/torrent'
import type { Address, TestDatabases } from '../storage/databases.ts'
import { addOwner, newGallery } from '../storage/sample-galleries.ts'

export const aliceKey = 'Alicekkkkkkkkkkk'

export const usualRules = {
  torrentBytesMax: 10 * 1024 * 1024,
  private: 'keep',
  v2: false,
  deniedExtensions: [],
} as const

export type TorrentsOnDatabase = {
  readonly database: Database
  readonly torrents: GalleryTorrents
  /** What the tracker was told, in order. */
  readonly told: readonly Torrent[]
}

/** Anew, or over what is at `address` already. */
export async function galleryTorrentsOn(
  databases: TestDatabases,
  engine: EngineName,
  options: Partial<GalleryTorrentsOptions> & { readonly address?: Address } = {},
): Promise<TorrentsOnDatabase> {
  const { address, ...facts } = options
  const database = await databases.open(engine, address ?? {})
  if ((await database.members.find('alice')) === undefined) {
    await addOwner(database, 'Alice')
    await database.galleries.add([newGallery({ title: 'First' }), newGallery({ title: 'Second' })])
  }
  const told: Torrent[] = []
  const torrents = createGalleryTorrents({
    repository: database.galleryTorrents,
    changes: { changed: (changed) => void told.push(...changed) },
    clock: databases.clock,
    room: () => 1000,
    rules: () => usualRules,
    siteAddress: () => 'https://site.example',
    siteName: () => 'Waggle',
    announceBases: () => [
      'udp://tracker.example:6969',
      'http://tracker.example:6969',
      'https://tracker.example',
    ],
    torrentKeyOf: (memberId) => database.members.torrentKey(memberId),
    ...facts,
  })
  return { database, torrents, told }
}

/** Uploads one file into the first gallery as Alice. */
export async function uploadOne(
  { torrents }: Pick<TorrentsOnDatabase, 'torrents'>,
  bytes: Uint8Array,
  galleryId = 1,
): Promise<UploadOutcome> {
  const [outcome] = await torrents.upload(
    [{ fileName: 'it.torrent', bytes }],
    { galleryId, uploaderId: 1 },
    'member 1',
  )
  if (outcome === undefined) throw new Error('one file gave no outcome')
  return outcome
}

export function torrentIn(outcome: UploadOutcome): GalleryTorrent {
  if ('torrent' in outcome) return outcome.torrent
  throw new Error(`${outcome.fileName} was refused: ${outcome.fault.message}`)
}

export function faultIn(outcome: UploadOutcome): UploadFault {
  if ('fault' in outcome) return outcome.fault
  throw new Error(`${outcome.fileName} was taken`)
}
