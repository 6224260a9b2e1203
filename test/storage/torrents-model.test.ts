/**
 * Random operations give the same answers on both engines as on a plain list in memory, and pages come in the same
 * order, whatever changes between them.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewTorrent } from '#index/torrents/torrent'
import type { TorrentQuery, TorrentRepository } from '#index/torrents/torrent-repository'
import { useDatabases } from './databases.ts'
import { hostileText } from './hostile-text.ts'
import { ModelTorrents } from './model-torrents.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

/** What is done to each repository. `marks` has where each one's lists stand. */
type Operation = (torrents: TorrentRepository, marks: Map<string, string>) => Promise<unknown>

/** Few, so that torrents share them in every way. */
const longHashes = ['a', 'b', 'c', 'd'].map(longHashOf)
const shortHashes = [...longHashes, ...['e', 'f', 'g'].map(longHashOf)].map((hash) =>
  hash.slice(0, 20),
)
const number = fc.integer({ min: 0, max: 3 })
const count = fc.oneof(number, fc.constant(Number.MAX_SAFE_INTEGER - 1000))
const time = fc.integer({ min: 0, max: 5 })
const ids = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 })
const ban = fc.record({ reason: hostileText, isPublic: fc.boolean(), bannedAt: time })
const removal = fc.record({
  by: fc.constantFrom('operator', 'housekeeping'),
  reason: hostileText,
  removedAt: time,
})
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined })

const newTorrent: fc.Arbitrary<NewTorrent> = fc.record({
  infoHash: fc.constantFrom(...shortHashes),
  infoHashV2: optional(fc.constantFrom(...longHashes)),
  name: hostileText,
  sizeBytes: optional(count),
  pieceLengthBytes: optional(fc.integer({ min: 1 })),
  isPrivate: fc.boolean(),
  files: optional(fc.array(fc.record({ path: hostileText, sizeBytes: count }), { maxLength: 3 })),
  completed: number,
  addedAt: time,
  ban: optional(ban),
})

const activity = fc.record({
  torrentId: fc.integer({ min: 1, max: 12 }),
  completions: number,
  announcedAt: time,
  seeders: number,
  leechers: number,
})
const flush = fc.record({
  run: fc.constantFrom('one', 'other'),
  sequence: number,
  upSeconds: time,
  activities: fc.array(activity, { maxLength: 4 }),
})

/** So few that most are gone on with while torrents come, change and go. */
const lists: Pick<TorrentQuery, 'state' | 'order' | 'isDescending' | 'search'>[] = [
  { state: 'live', order: 'added', isDescending: true, search: '' },
  { state: 'all', order: 'name', isDescending: false, search: '' },
  { state: 'live', order: 'size', isDescending: true, search: 'e*' },
  { state: 'all', order: 'seeders', isDescending: true, search: '-a' },
  { state: 'banned', order: 'leechers', isDescending: false, search: '' },
  { state: 'removed', order: 'completed', isDescending: true, search: 'table -bee' },
]
const listing: fc.Arbitrary<Omit<TorrentQuery, 'after'>> = fc
  .tuple(fc.constantFrom(...lists), fc.integer({ min: 1, max: 3 }))
  .map(([list, limit]) => ({ ...list, limit }))

/** The next page of a list that was begun before, or its first. */
function nextPage(query: Omit<TorrentQuery, 'after'>): Operation {
  const name = `${query.state} ${query.order} ${query.isDescending}`
  return async (torrents, marks) => {
    const page = await torrents.list({ ...query, after: marks.get(name) })
    if (page.next === undefined) marks.delete(name)
    else marks.set(name, page.next)
    return { torrents: page.torrents, isLast: page.next === undefined }
  }
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.array(newTorrent, { maxLength: 4 }).map(adding) },
  { weight: 6, arbitrary: listing.map(nextPage) },
  {
    weight: 2,
    arbitrary: flush.map(
      (flushed): Operation =>
        (torrents) =>
          torrents.flush(flushed),
    ),
  },
  fc.tuple(ids, ban).map(
    ([which, given]): Operation =>
      (torrents) =>
        torrents.ban(which, given),
  ),
  ids.map(
    (which): Operation =>
      (torrents) =>
        torrents.unban(which),
  ),
  fc.tuple(ids, removal).map(removing),
  ids.map(
    (which): Operation =>
      (torrents) =>
        torrents.restore(which),
  ),
  fc.tuple(ids, fc.boolean()).map(
    ([which, is]): Operation =>
      (torrents) =>
        torrents.pin(which, is),
  ),
  fc.tuple(time, number, number).map(
    ([at, upSeconds, most]): Operation =>
      async (torrents) => {
        const counted = await torrents.forgettable({ at, upSeconds }, most)
        return [counted, await torrents.forget({ at, upSeconds }, most)]
      },
  ),
  fc.constantFrom(...shortHashes, ...longHashes).map(finding),
  fc.tuple(time, number).map(
    ([after, most]): Operation =>
      (torrents) =>
        torrents.after(after, most),
  ),
  fc.tuple(time, number).map(
    ([idle, most]): Operation =>
      (torrents) =>
        torrents.idle(idle, most),
  ),
  fc.constant<Operation>((torrents) => torrents.counts()),
  fc.constant<Operation>((torrents) => torrents.upSeconds()),
)

function adding(batch: NewTorrent[]): Operation {
  return (torrents) => torrents.add(batch)
}

function removing([which, given]: [
  number[],
  Parameters<TorrentRepository['remove']>[1],
]): Operation {
  return (torrents) => torrents.remove(which, given)
}

function finding(hash: Uint8Array): Operation {
  return async (torrents) => {
    const found = await torrents.find(hash)
    return { found, files: await torrents.files(found?.id ?? 0) }
  }
}

const newMarks = (): Map<string, string> => new Map()

async function compareWithModel(operations: readonly Operation[]): Promise<void> {
  const [sqlite, postgres] = [await databases.open('sqlite'), await databases.open('postgres')]
  const model = new ModelTorrents()
  const [ofModel, ofSqlite, ofPostgres] = [newMarks(), newMarks(), newMarks()]
  for (const operate of operations) {
    const expected = await operate(model, ofModel)
    expect(await operate(sqlite.torrents, ofSqlite)).toStrictEqual(expected)
    expect(await operate(postgres.torrents, ofPostgres)).toStrictEqual(expected)
  }
  expect([await sqlite.check(), await postgres.check()]).toEqual([[], []])
  await databases.closeAll()
}

/** Looking for the smallest failure ends before the test does. */
const inTime = { interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true }

test('both engines answer as a plain list does', async () => {
  const operations = fc.array(operation, { minLength: 80, maxLength: 160, size: 'max' })
  await fc.assert(fc.asyncProperty(operations, compareWithModel), { numRuns: 12, ...inTime })
}, 120_000)
