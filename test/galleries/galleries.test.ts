/** The galleries over real databases and real files: what is refused, what is logged, and what becomes of covers. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createCovers } from '#index/galleries/covers'
import { createGalleries, type Galleries } from '#index/galleries/galleries'
import type { Gallery } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import type { GalleryRegistration } from '#index/galleries/gallery-registration'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from '../storage/databases.ts'
import { addOwner, galleryFields } from '../storage/sample-galleries.ts'
import { freshDirectory } from '../support/waggle.ts'
import { jpeg, png, pngBomb } from './pictures.ts'

const databases = useDatabases()
const { clock } = databases
const aKey: unknown = expect.stringMatching(/^[0-9a-z]{10}$/)
const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true })
})

type Site = {
  readonly galleries: Galleries
  readonly database: Database
  /** Where covers are. */
  readonly directory: string
  categories: readonly string[]
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'it succeeded',
    (reason: unknown) => reason,
  )
  return error instanceof GalleryError ? error.code : String(error)
}

function add({ galleries }: Site, facts = {}): Promise<Gallery> {
  return galleries.create({ ...galleryFields, ...facts }, { id: 1 }, 'member 1')
}

function named(title: string, name: string, externalId?: string): GalleryRegistration {
  return { title, owner: { name }, externalId }
}

/** Paths below it, without directories. */
function filesIn(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

describe.for(engines)('galleries on %s', (engine) => {
  const open = async (): Promise<Site> => {
    const database = await databases.open(engine)
    await addOwner(database, 'Alice')
    const directory = freshDirectory()
    directories.push(directory)
    const site = { database, directory, categories: ['Prints', 'Maps'] }
    const galleries = createGalleries({
      repository: database.galleries,
      members: database.members,
      covers: createCovers({ directory }),
      categories: () => site.categories,
      clock,
    })
    return Object.assign(site, { galleries })
  }
  test('one is made, found and told of in the log', async () => {
    const site = await open()
    const made = await add(site)
    expect(made).toMatchObject({
      ...galleryFields,
      key: aKey,
      owner: { id: 1, name: 'Alice' },
      postedAt: clock.now,
      state: 'live',
    })
    expect(await site.galleries.find(made.id)).toEqual(made)
    expect(await site.database.audit.latest(9)).toEqual([
      {
        at: clock.now,
        actor: 'member 1',
        action: 'gallery.add',
        target: `gallery ${made.id}`,
        detail: galleryFields.title,
      },
    ])
    expect(await refusalOf(site.galleries.find(99))).toBe('unknown_gallery')
    expect(await refusalOf(site.galleries.versions(99))).toBe('unknown_gallery')
  })

  test('of many, those that cannot be are refused, and hinder no other', async () => {
    const { galleries, database } = await open()
    await addOwner(database, 'Gone')
    await database.members.setState(2, 'deleted')
    const outcomes = await galleries.register(
      [
        named('first', 'ALICE', 'a'),
        named('', 'alice'),
        named('nobody', 'bob'),
        named('no name', '-'),
        named('gone', 'gone'),
        named('again', 'alice', 'a'),
        { ...named('future', 'alice'), postedAt: clock.now + 1000, pages: 3 },
        { ...named('bad time', 'alice'), postedAt: -1 },
      ],
      'operator',
    )
    expect(
      outcomes.map((one) => (one.outcome === 'refused' ? one.error.code : one.outcome)),
    ).toEqual([
      'added',
      'invalid_gallery',
      'unknown_owner',
      'unknown_owner',
      'unknown_owner',
      'known',
      'added',
      'invalid_gallery',
    ])
    const [first] = await galleries.after(0, { state: 'live', limit: 1 })
    // What is not told: the last category, nothing, now.
    expect(first).toMatchObject({ title: 'first', category: 'Maps', tags: [], description: '' })
    const [future] = await galleries.after(first?.id ?? 0, { state: 'live', limit: 9 })
    expect(future).toMatchObject({ title: 'future', postedAt: clock.now, pages: 3 })
    expect(await database.audit.latest(9)).toMatchObject([
      { action: 'gallery.add', target: '', detail: '2 added' },
    ])
  })

  test('one keeps a category that is configured no longer, and can be given no other such', async () => {
    const site = await open()
    const { id } = await add(site)
    site.categories = ['Maps', 'Misc']
    expect(await site.galleries.edit(id, { title: 'new' }, 'member 1')).toMatchObject({
      title: 'new',
      category: 'Prints',
    })
    const version = await site.galleries.createVersion(id, galleryFields, 'member 1')
    expect(version.category).toBe('Prints')
    await site.galleries.edit(version.id, { category: 'misc' }, 'member 1')
    const back = site.galleries.edit(version.id, { category: 'Prints' }, 'member 1')
    expect(await refusalOf(back)).toBe('invalid_gallery')
    expect(await refusalOf(add(site))).toBe('invalid_gallery')
  })

  test('of edits at the same time none takes back what another has changed', async () => {
    const site = await open()
    const { id } = await add(site)
    for (let round = 0; round < 3; round++) {
      const [title, description] = [`title ${round}`, `description ${round}`]
      const edits = [{ title }, { description }, { pages: round + 1 }]
      await Promise.all(edits.map((fields) => site.galleries.edit(id, fields, 'member 1')))
      const edited = await site.galleries.find(id)
      expect(edited).toMatchObject({ title, description, pages: round + 1 })
    }
    const details = (await site.database.audit.latest(9)).map(({ detail }) => detail)
    expect(details.toSorted()).toEqual(
      ['description', 'pages', 'title'].flatMap((name) => [name, name, name]),
    )
  })

  test('an edit changes what it names, and says in the log what that was', async () => {
    const site = await open()
    const made = await add(site)
    const changed = await site.galleries.edit(
      made.id,
      { description: '', tags: [{ namespace: '', name: 'New' }], pages: undefined },
      'member 1',
    )
    expect(changed).toEqual({
      ...made,
      description: '',
      tags: [{ namespace: '', name: 'new' }],
      pages: undefined,
    })
    expect(await site.galleries.edit(made.id, { description: ' ' }, 'member 1')).toEqual(changed)
    expect(await site.database.audit.latest(9)).toMatchObject([
      { action: 'gallery.edit', target: `gallery ${made.id}`, detail: 'tags, description, pages' },
      { action: 'gallery.add' },
    ])
    expect(await refusalOf(site.galleries.edit(made.id, { title: '' }, 'x'))).toBe(
      'invalid_gallery',
    )
    expect(await refusalOf(site.galleries.edit(99, {}, 'x'))).toBe('unknown_gallery')
  })

  test('a version is made of the newest only', async () => {
    const site = await open()
    const first = await add(site)
    const second = await site.galleries.createVersion(first.id, galleryFields, 'member 1')
    expect(second).toMatchObject({ announceId: first.id, parentId: first.id, owner: first.owner })
    const again = site.galleries.createVersion(first.id, galleryFields, 'member 1')
    expect(await refusalOf(again)).toBe('not_current')
    const none = site.galleries.createVersion(99, galleryFields, 'member 1')
    expect(await refusalOf(none)).toBe('unknown_gallery')
    await site.galleries.setState(second.id, 'expunged', 'a copy', 'petition 1')
    const gone = site.galleries.createVersion(second.id, galleryFields, 'member 1')
    expect(await refusalOf(gone)).toBe('not_current')
    const chain = await site.galleries.versions(second.id)
    expect(chain.map(({ id, currentId }) => [id, currentId])).toEqual([
      [first.id, second.id],
      [second.id, second.id],
    ])
  })

  test('a version that another system names is made and logged once', async () => {
    const site = await open()
    const { galleries, database } = site
    const [of, other] = [await add(site), await add(site, { title: 'other' })]
    const version = { ...galleryFields, externalId: '4790' }
    const made = await galleries.registerVersion(of.id, version, 'token 1')
    expect(made).toMatchObject({ outcome: 'added', gallery: { externalId: '4790' } })
    const { gallery } = made
    expect(
      await galleries.registerVersion(of.id, { ...version, title: 'changed' }, 'token 1'),
    ).toEqual({ outcome: 'known', gallery })
    const elsewhere = galleries.registerVersion(other.id, version, 'token 1')
    expect(await refusalOf(elsewhere)).toBe('external_id_taken')
    const bad = galleries.registerVersion(gallery.id, { ...version, externalId: '\0' }, 'token 1')
    expect(await refusalOf(bad)).toBe('invalid_gallery')
    // Not even where its fields are those of one that has such an id.
    expect(await galleries.createVersion(gallery.id, gallery, 'member 1')).toMatchObject({
      parentId: gallery.id,
      externalId: undefined,
    })
    const logged = await database.audit.latest(9)
    expect(logged.map(({ action }) => action)).toEqual([
      'gallery.version',
      'gallery.version',
      'gallery.add',
      'gallery.add',
    ])
  })

  test('one is expunged, removed and restored with a reason, and each is logged once', async () => {
    const site = await open()
    const { galleries } = site
    const made = await add(site)
    expect(await refusalOf(galleries.setState(made.id, 'removed', ' ', 'operator'))).toBe(
      'invalid_gallery',
    )
    const removed = await galleries.setState(made.id, 'removed', 'copyright', 'operator')
    expect(removed).toEqual({
      ...made,
      state: 'removed',
      stateReason: 'copyright',
      stateAt: clock.now,
    })
    clock.now += 5
    expect(await galleries.setState(made.id, 'removed', 'other', 'operator')).toEqual(removed)
    expect(await galleries.setState(made.id, 'expunged', 'votes', 'member 3')).toMatchObject({
      state: 'expunged',
      stateAt: clock.now,
    })
    expect(await galleries.setState(made.id, 'live', '', 'operator')).toEqual(made)
    const logged = await site.database.audit.latest(9)
    expect(logged.map(({ action, detail }) => [action, detail])).toEqual([
      ['gallery.restore', ''],
      ['gallery.expunge', 'votes'],
      ['gallery.remove', 'copyright'],
      ['gallery.add', galleryFields.title],
    ])
  })

  test('whoever acts upon a state that is no longer so is refused, and twice the same is done once', async () => {
    const site = await open()
    const { galleries } = site
    const { id } = await add(site)
    const second = await galleries.createVersion(id, galleryFields, 'member 1')
    const removed = await galleries.setState(second.id, 'removed', 'copyright', 'member 2', 'live')
    const voted = galleries.setState(second.id, 'expunged', 'votes', 'petition 1', 'live')
    expect(await refusalOf(voted)).toBe('not_current')
    expect(await galleries.find(second.id)).toEqual(removed)
    const again = galleries.setState(second.id, 'removed', 'twice', 'member 3', 'live')
    expect(await again).toEqual(removed)
    const later = galleries.createVersion(second.id, galleryFields, 'member 1')
    expect(await refusalOf(later)).toBe('not_current')
    expect(await galleries.find(id)).toMatchObject({ state: 'removed', stateReason: 'copyright' })
    expect(await site.database.audit.latest(1)).toMatchObject([{ action: 'gallery.remove' }])
  })

  test('a cover is two files that its gallery names, and goes when no gallery has it', async () => {
    const site = await open()
    const { galleries, directory } = site
    const [one, other] = [await add(site), await add(site)]
    const picture = await jpeg(600, 400)
    const covered = await galleries.setCover(one.id, picture, 'member 1')
    const hash = covered.cover?.hash ?? ''
    const names = [`${hash}-small.webp`, `${hash}.webp`]
    expect(filesIn(directory).toSorted()).toEqual(names)
    const file = readFileSync(join(directory, hash.slice(0, 2), `${hash}.webp`))
    expect(file.subarray(8, 12).toString()).toBe('WEBP')
    await galleries.setCover(other.id, picture, 'member 1')
    await galleries.setCover(one.id, undefined, 'member 1')
    expect(filesIn(directory).toSorted()).toEqual(names)
    const replaced = await galleries.setCover(other.id, await png(100, 100), 'member 1')
    expect(filesIn(directory).toSorted()).toEqual([
      `${replaced.cover?.hash}-small.webp`,
      `${replaced.cover?.hash}.webp`,
    ])
    await galleries.setCover(other.id, undefined, 'member 1')
    expect(filesIn(directory)).toEqual([])
  })

  test('a version has the cover of the one before, until it has its own', async () => {
    const site = await open()
    const { galleries, directory } = site
    const first = await add(site)
    const covered = await galleries.setCover(first.id, await png(50, 50), 'member 1')
    const second = await galleries.createVersion(first.id, galleryFields, 'member 1')
    expect(second.cover).toEqual(covered.cover)
    await galleries.setCover(second.id, await png(60, 60), 'member 1')
    expect(filesIn(directory)).toHaveLength(4)
    expect((await galleries.find(first.id)).cover).toEqual(covered.cover)
  })

  test('a picture that cannot be used changes nothing', async () => {
    const site = await open()
    const { galleries, directory } = site
    const { id } = await add(site)
    const before = await galleries.setCover(id, await png(50, 50), 'member 1')
    for (const picture of [pngBomb(50_000, 50_000), Buffer.from('<svg/>'), Buffer.alloc(0)])
      expect(await refusalOf(galleries.setCover(id, picture, 'member 1'))).toBe('invalid_cover')
    expect(await galleries.find(id)).toEqual(before)
    expect(filesIn(directory)).toHaveLength(2)
    expect(await refusalOf(galleries.setCover(99, await png(9, 9), 'x'))).toBe('unknown_gallery')
    expect(filesIn(directory)).toHaveLength(2)
  })

  test('of many covers at once for a gallery one stays, with its files', async () => {
    const site = await open()
    const { galleries, directory } = site
    const { id } = await add(site)
    const pictures = await Promise.all([60, 61, 62, 63, 64].map((width) => png(width, 50)))
    await Promise.all(pictures.map((picture) => galleries.setCover(id, picture, 'member 1')))
    const { cover } = await galleries.find(id)
    expect(filesIn(directory).toSorted()).toEqual([
      `${cover?.hash}-small.webp`,
      `${cover?.hash}.webp`,
    ])
  })
})
