/** Members, and torrents of theirs in a gallery of somebody else, for tests of what is credited for them. */
import type { Database } from '#index/storage/database'
import { type Address, runStatements } from '../storage/databases.ts'
import type { Torrent } from './simulated-swarm.ts'

export type Catalogue = {
  readonly memberIds: readonly number[]
  readonly torrents: readonly Torrent[]
  /** Owner of the gallery of all torrents: the first member. */
  readonly ownerId: number
  readonly galleryId: number
  /** What clients announce with. */
  readonly infoHashes: ReadonlyMap<number, Uint8Array>
  readonly torrentKeys: ReadonlyMap<number, string>
}

const galleryId = 5

export async function fillCatalogue(
  { members, torrents }: Database,
  address: Address,
  { members: memberCount, torrents: torrentCount }: { members: number; torrents: number },
): Promise<Catalogue> {
  const memberIds: number[] = []
  const torrentKeys = new Map<number, string>()
  for (let number = 0; number < memberCount; number++) {
    const name = `member${number}`
    const torrentKey = `key${number}`.padEnd(16, 'x')
    const added = await members.add({
      name,
      nameKey: name,
      role: 'uploader',
      createdAt: 1,
      torrentKey,
      passwordHash: undefined,
    })
    if (added === undefined) continue
    memberIds.push(added.id)
    torrentKeys.set(added.id, torrentKey)
  }
  const added = await torrents.add(
    Array.from({ length: torrentCount }, (_, number) => ({
      infoHash: infoHashOf(number),
      infoHashV2: undefined,
      name: `torrent ${number}`,
      sizeBytes: 1_000_000_000 + number,
      pieceLengthBytes: undefined,
      isPrivate: false,
      files: undefined,
      completed: 0,
      addedAt: 1000 + number,
      ban: undefined,
    })),
  )
  const [ownerId = 0, ...others] = memberIds
  const catalogue = added.map(({ torrent }, index) => ({
    id: torrent.id,
    sizeBytes: torrent.sizeBytes ?? 0,
    uploaderId: others[index % others.length] ?? 0,
  }))
  await putIntoGallery(address, ownerId, catalogue)
  const infoHashes = new Map(added.map(({ torrent }) => [torrent.id, torrent.infoHash]))
  return { memberIds, ownerId, galleryId, torrents: catalogue, infoHashes, torrentKeys }
}

function infoHashOf(number: number): Buffer {
  const hash = Buffer.alloc(20, number + 1)
  if (number > 254) hash.writeUInt32BE(number)
  return hash
}

/** What an upload does besides. */
async function putIntoGallery(
  address: Address,
  ownerId: number,
  torrents: readonly Torrent[],
): Promise<void> {
  const updates = torrents.map(
    ({ id, uploaderId }) =>
      `UPDATE torrents SET gallery_id = ${galleryId}, announce_id = ${galleryId},
         uploader_id = ${uploaderId}, comment = '', file_bytes = 1 WHERE id = ${id}`,
  )
  const gallery = `INSERT INTO galleries (id, key, owner_id, title, original_title, category,
      description, announce_id, current_id, posted_at)
    VALUES (${galleryId}, 'aaaaaaaaaa', ${ownerId}, 'A gallery', '', 'Misc', '', ${galleryId},
      ${galleryId}, 1)`
  await runStatements(address, [gallery, ...updates].join(';'))
}
