/** Petitions over a real database: a gallery of Alice's with a torrent, and members of several powers. */
import { createCovers } from '#index/galleries/covers'
import { createGalleries, type Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Member } from '#index/members/member'
import { memberNameKey } from '#index/members/member-name'
import type { Role } from '#index/members/role'
import type { Notice } from '#index/notifications/notice'
import type { Petition } from '#index/petitions/petition'
import { PetitionError, type PetitionErrorCode } from '#index/petitions/petition-error'
import { daySeconds, type PetitionRules } from '#index/petitions/petition-rules'
import { createPetitionTargets, type Subject } from '#index/petitions/petition-targets'
import { createPetitions, type Petitions } from '#index/petitions/petitions'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import type { Torrent } from '#index/torrents/torrent'
import { galleryTorrentsOn, torrentIn, uploadOne } from '../galleries/gallery-torrents-on.ts'
import { folder } from '../metainfo/bases.ts'
import type { Address, TestDatabases } from '../storage/databases.ts'
import { petitionRules } from '../support/petition-rules.ts'

export type PetitionsOn = {
  readonly address: Address
  readonly database: Database
  readonly petitions: Petitions
  /** Another connection to the same database, as another process would have it. */
  readonly connect: () => Promise<Database>
  readonly petitionsOver: (connected: Database) => Petitions
  readonly galleries: Galleries
  readonly torrents: GalleryTorrents
  readonly torrent: Subject
  readonly gallery: Subject
  /** What the tracker was told. */
  readonly told: readonly Torrent[]
  /** What members were told since it was asked last, in order. */
  readonly news: () => Promise<readonly MemberNotice[]>
  /** Power 1 and 4, or 2 and 5 as an uploader. */
  readonly member: (name: string, role?: Role, days?: number) => Promise<Member>
  readonly voters: (count: number) => Promise<readonly Member[]>
  /** In the audit log, oldest first: who did what. */
  readonly log: () => Promise<readonly string[]>
}

export type MemberNotice = Notice & { readonly memberId: number }

export const old = 400

export async function petitionsOn(
  databases: TestDatabases,
  engine: EngineName,
  changed: Partial<PetitionRules> = {},
): Promise<PetitionsOn> {
  const { clock } = databases
  const address = await databases.newAddress(engine)
  const { database, torrents, told } = await galleryTorrentsOn(databases, engine, { address })
  const { id } = torrentIn(await uploadOne({ torrents }, folder('v1')))
  const galleries = createGalleries({
    repository: database.galleries,
    members: database.members,
    covers: createCovers({ directory: databases.directory() }),
    categories: () => ['Prints'],
    clock,
  })
  const petitionsOver = (connected: Database): Petitions =>
    createPetitions({
      repository: connected.petitions,
      targets: createPetitionTargets({ torrents, galleries }),
      statistics: database.statistics,
      hasMail: () => false,
      rules: () => ({ ...petitionRules, ...changed }),
      clock,
    })
  const member: PetitionsOn['member'] = async (name, role = 'member', days = 0) => {
    const added = await database.members.add({
      name,
      nameKey: memberNameKey(name),
      role,
      torrentKey: name.padEnd(16, 'k'),
      passwordHash: undefined,
      createdAt: clock.now - days * daySeconds,
    })
    if (added === undefined) throw new Error(`${name} is taken`)
    return added
  }
  return {
    address,
    database,
    petitions: petitionsOver(database),
    connect: () => databases.open(engine, address),
    petitionsOver,
    galleries,
    torrents,
    torrent: { kind: 'torrent', torrent: await torrents.findById(id) },
    gallery: { kind: 'gallery', gallery: await galleries.find(1) },
    told,
    news: newsFrom(database),
    member,
    voters: async (count) => {
      const all: Member[] = []
      for (let at = 1; at <= count; at++) all.push(await member(`voter${at}`, 'member', old))
      return all
    },
    log: async () => {
      const entries = await database.audit.latest(100)
      return entries.map(({ actor, action }) => `${actor}: ${action}`).toReversed()
    },
  }
}

function newsFrom({ members, notices }: Database): PetitionsOn['news'] {
  let last = 0
  return async () => {
    const all: MemberNotice[] = []
    for (const { id: memberId } of await members.after(0, 1000))
      for (const notice of await notices.allOf(memberId, last, 1000))
        all.push({ ...notice, memberId })
    last = Math.max(last, ...all.map(({ id }) => id))
    return all.toSorted((one, other) => one.id - other.id)
  }
}

/** The member who uploaded the torrent and owns the gallery. */
export async function alice({ database }: Pick<PetitionsOn, 'database'>): Promise<Member> {
  const found = await database.members.findById(1)
  if (found === undefined) throw new Error('Alice is gone')
  return found
}

export function stateOf({ state, ending }: Petition): string {
  return ending === undefined ? state : `${state} by ${ending.by}`
}

/** With which work is refused; undefined where it is done. */
export async function codeOf(work: Promise<unknown>): Promise<PetitionErrorCode | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined || error instanceof PetitionError) return error?.code
  throw error
}
