import { describe, expect, test } from 'vitest'
import { importLineBytesMax } from '#base/limits'
import type { ImportItem } from './import-item.ts'
import { JsonlReader } from './jsonl-reader.ts'
import { readLines } from './read-lines.ts'

const hash = '0123456789abcdef0123456789abcdef01234567'
const infoHash = new Uint8Array(Buffer.from(hash, 'hex'))

async function read(...lines: readonly (string | Uint8Array)[]) {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const line of lines) yield Buffer.concat([Buffer.from(line), Buffer.from('\n')])
  }
  const reader = new JsonlReader('torrents.jsonl')
  const items: ImportItem[] = []
  for await (const item of reader.items(readLines(pieces()))) items.push(item)
  return { items, description: reader.describe() }
}

async function readOne(fields: object): Promise<ImportItem> {
  const { items } = await read(JSON.stringify({ info_hash: hash, name: 'a name', ...fields }))
  expect(items).toHaveLength(1)
  return items[0] as ImportItem
}

async function faultOf(fields: object): Promise<string> {
  const item = await readOne(fields)
  return 'fault' in item ? item.fault : 'no fault'
}

describe('a torrent', () => {
  test('has what its object says', async () => {
    const item = await readOne({
      size: 12_345,
      files: 3,
      completed: 7,
      added: 1_700_000_000,
      banned: 'taken down',
    })
    expect(item).toEqual({
      position: 1,
      registration: {
        infoHash,
        name: 'a name',
        sizeBytes: 12_345,
        fileCount: 3,
        completed: 7,
        addedAt: 1_700_000_000,
        isBanned: true,
        banReason: 'taken down',
      },
    })
  })

  test('may be named as the list of this program names it', async () => {
    const ban = { reason: 'taken down', public: true, banned_at: 1_700_000_001 }
    const listed = { size_bytes: 12_345, file_count: 3, added_at: 1_700_000_000, ban }
    const named = { size: 12_345, files: 3, added: 1_700_000_000, banned: 'taken down' }
    expect(await readOne(listed)).toEqual(await readOne(named))
    expect(await readOne({ ban: null, size_bytes: null })).toEqual(await readOne({}))
  })

  test('needs no more than a hash and a name', async () => {
    expect(await readOne({ size: null, banned: false })).toEqual({
      position: 1,
      registration: { infoHash, name: 'a name', isBanned: false },
    })
  })

  test.for([
    ['2023-11-14T22:13:20Z', 1_700_000_000],
    ['2023-11-14T23:13:20+01:00', 1_700_000_000],
    ['2023-11-14', 1_699_920_000],
    [0, 0],
  ])('was added at %s', async ([added, addedAt]) => {
    expect(await readOne({ added })).toMatchObject({ registration: { addedAt } })
  })

  test('of version 2 is announced with the beginning of its hash', async () => {
    const long = hash + 'fedcba9876543210fedcba98'
    const infoHashV2 = new Uint8Array(Buffer.from(long, 'hex'))
    expect(await readOne({ info_hash: long })).toMatchObject({
      registration: { infoHash, infoHashV2 },
    })
    expect(await readOne({ info_hash_v2: 'ff'.repeat(32) })).toMatchObject({
      registration: { infoHash, infoHashV2: new Uint8Array(32).fill(255) },
    })
  })

  test('may have its hash in base32', async () => {
    const item = await readOne({ info_hash: 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH' })
    expect(item).toMatchObject({ registration: { infoHash } })
  })
})

describe('a fault', () => {
  test.for([
    [{ info_hash: undefined }, '"info_hash" is missing'],
    [
      { info_hash: hash.slice(1) },
      `"info_hash" is not 40 or 64 hexadecimal digits or 32 of base32: "${hash.slice(1)}"`,
    ],
    [{ info_hash: 5 }, '"info_hash" is not 40 or 64 hexadecimal digits or 32 of base32: 5'],
    [{ info_hash_v2: hash }, '"info_hash_v2" is not 64 hexadecimal digits'],
    [
      { info_hash: 'ab'.repeat(32), info_hash_v2: 'cd'.repeat(32) },
      '"info_hash" and "info_hash_v2" are two torrents of version 2',
    ],
    [{ name: undefined }, '"name" is missing'],
    [{ name: ' \n' }, '"name" is not a text that can be shown: " \\n"'],
    [{ name: 7 }, '"name" is not a text that can be shown: 7'],
    [{ size: -1 }, '"size" is not a whole number from 0 to 2^50: -1'],
    [{ size: '12' }, '"size" is not a whole number from 0 to 2^50: "12"'],
    [{ completed: 1.5 }, '"completed" is not a whole number from 0 to 2^50: 1.5'],
    [{ files: 2 ** 51 }, '"files" is not a whole number from 0 to 2^50: 2251799813685248'],
    [{ added: 'soon' }, '"added" is not unix seconds or an ISO 8601 date: "soon"'],
    [
      { added: 1_700_000_000_000 },
      '"added" is not unix seconds or an ISO 8601 date: 1700000000000 (it looks like milliseconds)',
    ],
    [{ banned: '' }, '"banned" is not true, false or a reason: ""'],
    [{ banned: 1 }, '"banned" is not true, false or a reason: 1'],
  ] as const)('of %j is told', async ([fields, fault]) => {
    expect(await faultOf(fields)).toBe(fault)
  })

  test('is told with the others of its line', async () => {
    expect(await faultOf({ name: '', size: 'big' })).toBe(
      '"name" is not a text that can be shown: ""; "size" is not a whole number from 0 to 2^50: "big"',
    )
  })

  test('ends nothing, and says where it is', async () => {
    const good = JSON.stringify({ info_hash: hash, name: 'good' })
    const { items } = await read(good, '', '{"info_hash":', '[1]', '7', Buffer.of(0xff), good)
    expect(items.map((item) => [item.position, 'fault' in item ? item.fault : 'good'])).toEqual([
      [1, 'good'],
      [3, expect.stringMatching(/^it is not JSON: .+/)],
      [4, 'it is not an object: write {"info_hash": …, "name": …}'],
      [5, 'it is not an object: write {"info_hash": …, "name": …}'],
      [6, 'it is not UTF-8: write the file in UTF-8'],
      [7, 'good'],
    ])
  })

  test('of a line that is too long is told', async () => {
    const { items } = await read('x'.repeat(importLineBytesMax + 1))
    expect(items).toEqual([
      {
        position: 1,
        fault: 'it is longer than a line may be: is the end of each object followed by a new line?',
      },
    ])
  })
})

test('keys without a meaning are named at the end', async () => {
  const object = { info_hash: hash, name: 'a', complete: 5, Size: 7 }
  const { items, description } = await read(JSON.stringify(object), JSON.stringify(object))
  expect(items).toHaveLength(2)
  expect(description).toEqual(['keys without a meaning here were left alone: complete, Size'])
})

test('a file that is one array is refused with what to do', async () => {
  await expect(read('', ' [', `{"info_hash": "${hash}"},`)).rejects.toThrow(
    "torrents.jsonl is one array: write one object on each line, as jq -c '.[]' does",
  )
})
