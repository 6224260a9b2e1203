/**
 * Valid torrents made at random, and files made of valid ones by damaging them.
 */
import fc from 'fast-check'
import {
  content,
  type Format,
  makeTorrent,
  type TorrentToMake,
} from '../support/metainfo-torrent.ts'
import { corpus } from './corpus.ts'

/** A name that every file system takes, no client changes, and none of the folders has. */
const name = fc
  .array(fc.constantFrom('a', 'Z', '7', ' ', '.', '-', 'ß', '日', '🐝', '\u0301', '<'), {
    maxLength: 9,
  })
  .map((characters) => `n${characters.join('')}n`)

const path = fc
  .tuple(fc.constantFrom([], ['in'], ['in', 'deep'], ['other', 'place', 'far']), name)
  .map(([folders, last]) => [...folders, last])

const sizes = fc.oneof(
  fc.constantFrom(0, 1, 16_383, 16_384, 16_385, 65_536, 65_537, 131_072),
  fc.nat(150_000),
)

const files = fc
  .uniqueArray(fc.record({ path, length: sizes, seed: fc.nat(250) }), {
    minLength: 1,
    maxLength: 6,
    // Two names that differ only in case or composition would be refused.
    selector: (file) => file.path.join('/').normalize('NFC').toLowerCase(),
  })
  .filter((list) => list.some(({ length }) => length > 0))

export const validTorrent: fc.Arbitrary<TorrentToMake> = fc
  .record({
    format: fc.constantFrom<Format>('v1', 'v2', 'hybrid'),
    isSingle: fc.boolean(),
    name,
    files,
    pieceLength: fc.constantFrom(16_384, 32_768, 65_536),
    info: fc.record({ private: fc.constantFrom(0, 1), source: fc.string() }, { requiredKeys: [] }),
    outer: fc.record(
      { comment: fc.string(), nodes: fc.constant([['host', 1]]) },
      { requiredKeys: [] },
    ),
  })
  .map(({ isSingle, files: list, ...order }) => {
    const made = list
      // In the order of a file tree, which is also that of version 1 in a hybrid.
      .toSorted((one, other) => comparePaths(one.path, other.path))
      .map(({ path: parts, length, seed }) => ({ path: parts, content: content(length, seed) }))
    const largest = made.toSorted((one, other) => other.content.length - one.content.length)
    const alone = largest.slice(0, 1).map((file) => ({ ...file, path: [order.name] }))
    // A lone file outside of all folders is a single file to version 2, and has the torrent's name.
    const mustBeSingle = made.length === 1 && made[0]?.path.length === 1
    return { ...order, files: isSingle || mustBeSingle ? alone : made }
  })

function comparePaths(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const order = Buffer.compare(Buffer.from(part), Buffer.from(other[index] ?? ''))
    if (order !== 0) return order
  }
  return 0
}

const originals = corpus
  .filter(({ waggle, bytes }) => waggle === 'accepted' && bytes.length < 4000)
  .map(({ bytes }) => bytes)

type Change = (bytes: Buffer) => Buffer

const place = fc.nat(4000)
const piece = fc.constantFrom('e', 'i0e', '0:', '1:a', 'de', 'le', 'i-1e')
/** Keys with values, most of which mean something somewhere. */
const pair = fc.constantFrom(
  '0:de',
  '1:ai0e',
  '4:attr1:p',
  '4:attr1:l',
  '4:attr1:x',
  '6:lengthi5e',
  '6:lengthi0e',
  '7:privatei1e',
  '4:name1:x',
  '10:name.utf-81:x',
  '4:pathl1:xe',
  '10:path.utf-8l1:xe',
  '12:meta versioni2e',
  '5:filesle',
  '6:pieces0:',
  '12:piece lengthi16384e',
  '12:symlink pathl1:xe',
  '12:piece layersde',
  '9:file treede',
)

/** Ways in which a file goes wrong by itself, or by somebody who knows its format. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(
    ([at, byte]): Change =>
      (bytes) =>
        splice(bytes, at, 1, Buffer.from([byte])),
  ),
  fc.tuple(place, fc.constantFrom('0', '1', '9', 'd', 'l', 'i', 'e', ':', '-')).map(
    ([at, character]): Change =>
      (bytes) =>
        splice(bytes, at, 1, Buffer.from(character)),
  ),
  fc.tuple(place, fc.nat(60)).map(
    ([at, length]): Change =>
      (bytes) =>
        splice(bytes, at, length, Buffer.alloc(0)),
  ),
  fc.tuple(place, place, fc.nat(60)).map(
    ([at, from, length]): Change =>
      (bytes) =>
        splice(bytes, at, 0, bytes.subarray(from % bytes.length).subarray(0, length)),
  ),
  fc.tuple(place, piece).map(
    ([at, text]): Change =>
      (bytes) =>
        splice(bytes, at, 0, Buffer.from(text)),
  ),
  // In half of the places where a string begins it is a key, and the result is well-formed.
  fc.tuple(place, pair).map(
    ([at, text]): Change =>
      (bytes) =>
        insertAtString(bytes, at, text),
  ),
  fc.tuple(place, fc.integer({ min: -2, max: 2 ** 31 })).map(
    ([at, value]): Change =>
      (bytes) =>
        replaceInteger(bytes, at, () => value),
  ),
  fc.tuple(place, fc.integer({ min: -2, max: 2 })).map(
    ([at, difference]): Change =>
      (bytes) =>
        replaceInteger(bytes, at, (value) => value + difference),
  ),
)

/** A valid torrent with one to three changes, which may leave it valid. */
export const damagedTorrent: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.oneof(fc.constantFrom(...originals), validTorrent.map(makeTorrent)),
    fc.array(change, { minLength: 1, maxLength: 3 }),
  )
  .map(([original, changes]) => changes.reduce((bytes, apply) => apply(bytes), original))

function splice(bytes: Buffer, at: number, length: number, insert: Uint8Array): Buffer {
  const start = at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + length)])
}

function insertAtString(bytes: Buffer, at: number, text: string): Buffer {
  const strings = [...bytes.toString('latin1').matchAll(/\d+:/g)]
  const chosen = strings[at % Math.max(strings.length, 1)]
  return chosen === undefined ? bytes : splice(bytes, chosen.index, 0, Buffer.from(text))
}

function replaceInteger(bytes: Buffer, at: number, by: (value: number) => number): Buffer {
  const integers = [...bytes.toString('latin1').matchAll(/i(-?\d+)e/g)]
  const chosen = integers[at % Math.max(integers.length, 1)]
  if (chosen === undefined) return bytes
  return splice(bytes, chosen.index, chosen[0].length, Buffer.from(`i${by(Number(chosen[1]))}e`))
}
