/**
 * Datagrams of which most are announces, connects and scrapes with something wrong: written where they are sent from,
 * because a million of them are to take no more than seconds.
 */
import type { SeededRandom } from '../../support/seeded-random.ts'
import { mutate } from './mutate.ts'

/** Bytes that a datagram has room for. */
export const datagramRoom = 1600

const hashes = 256

/** Writes one at `at`; gives its length. `connectionId` is good for the source that it is sent from. */
export function writeDatagram(
  view: DataView,
  at: number,
  connectionId: bigint,
  random: SeededRandom,
): number {
  const kind = random.below(20)
  if (kind === 0) return writeNoise(view, at, random)
  const length = writeRequest(view, at, kind, connectionId, random)
  return random.below(3) === 0 ? length : mutate(view, at, length, datagramRoom, random)
}

function writeRequest(
  view: DataView,
  at: number,
  kind: number,
  connectionId: bigint,
  random: SeededRandom,
): number {
  view.setInt32(at + 12, random.below(2 ** 31))
  if (kind < 3) {
    view.setBigUint64(at, 0x41727101980n)
    view.setInt32(at + 8, 0)
    return 16
  }
  const isGood = random.below(8) > 0
  view.setBigUint64(at, isGood ? connectionId : connectionId ^ BigInt(1 + random.below(2 ** 20)))
  if (kind < 6) return writeScrape(view, at, random)
  const length = writeAnnounce(view, at, random)
  return kind < 10 ? length + writeOptions(view, at + length, random) : length
}

function writeNoise(view: DataView, at: number, random: SeededRandom): number {
  const length = random.below(random.below(4) === 0 ? datagramRoom : 120)
  for (let index = 0; index < length; index++) view.setUint8(at + index, random.below(256))
  return length
}

function writeAnnounce(view: DataView, at: number, random: SeededRandom): number {
  view.setInt32(at + 8, 1)
  writeHash(view, at + 16, random)
  for (let word = 0; word < 5; word++) view.setInt32(at + 36 + word * 4, 0x2d51_4234 + word)
  for (let word = 0; word < 6; word++) view.setInt32(at + 56 + word * 4, random.below(2))
  view.setInt32(at + 80, random.below(5))
  view.setInt32(at + 84, 0)
  view.setInt32(at + 88, random.below(2 ** 31))
  view.setInt32(at + 92, random.below(4) === 0 ? -1 : random.below(300))
  view.setUint16(at + 96, 1 + random.below(2000))
  return 98
}

function writeScrape(view: DataView, at: number, random: SeededRandom): number {
  view.setInt32(at + 8, 2)
  const count = random.below(random.below(8) === 0 ? 78 : 4)
  for (let hash = 0; hash < count; hash++) writeHash(view, at + 16 + hash * 20, random)
  return 16 + count * 20
}

/** Some are announced again and again, and some never before. */
function writeHash(view: DataView, at: number, random: SeededRandom): void {
  const hash = random.below(8) === 0 ? random.below(2 ** 31) : random.below(hashes)
  for (let word = 0; word < 5; word++) view.setInt32(at + word * 4, Math.imul(hash + 1, word + 1))
}

const paths = [
  '/announce',
  '/12/announce',
  '/12/345xaZ09bY18cX27dW36/announce?a=b',
  '/',
  '/%2',
  '',
].map((text) => Buffer.from(text))

/** Options of BEP 41: whole ones, unknown ones, and lengths that lead out of the datagram. */
function writeOptions(view: DataView, at: number, random: SeededRandom): number {
  let length = 0
  for (let option = random.below(6); option >= 0; option--) {
    const kind = random.below(5)
    view.setUint8(at + length++, kind)
    if (kind < 2) continue
    const path = random.pick(paths)
    view.setUint8(at + length++, random.below(6) === 0 ? random.below(256) : path.length)
    for (const byte of path) view.setUint8(at + length++, byte)
  }
  return length
}
