/**
 * The query parameters that mean something to this tracker (BEP 3, BEP 23). All others are ignored:
 * `ip`, `ipv4` and `ipv6` because they would let anybody point a swarm at a stranger, the rest because
 * nothing depends on them (`key`, `trackerid`, `corrupt`, `supportcrypto`, …).
 */
import { ascii } from '../bytes.ts'
import { decodesTo } from './percent.ts'

export const QueryParameter = {
  other: 0,
  infoHash: 1,
  peerId: 2,
  port: 3,
  uploaded: 4,
  downloaded: 5,
  left: 6,
  event: 7,
  numwant: 8,
  compact: 9,
} as const
export type QueryParameter = (typeof QueryParameter)[keyof typeof QueryParameter]

/** The names by number; the empty one of `other` is never compared. */
const names: readonly Uint8Array[] = [
  '',
  'info_hash',
  'peer_id',
  'port',
  'uploaded',
  'downloaded',
  'left',
  'event',
  'numwant',
  'compact',
].map(ascii)

const percent = 0x25

/** No two of the names agree in length and first letter, so that these two leave one name to compare with. */
const byShape = new Uint8Array(16 * 32)
for (let number = 1; number < names.length; number++) {
  const name = names[number] as Uint8Array
  byShape[shapeOf(name.length, name[0] as number)] = number
}

function shapeOf(length: number, firstByte: number): number {
  return (length << 5) | (firstByte & 31)
}

/** Which parameter the name from `start` to `end` is. Names may be percent-encoded and are case-sensitive. */
export function identifyParameter(bytes: Uint8Array, start: number, end: number): QueryParameter {
  const length = end - start
  if (length > 0 && length < 16) {
    const number = byShape[shapeOf(length, bytes[start] as number)] as number
    if (number > 0 && equals(bytes, start, names[number] as Uint8Array))
      return number as QueryParameter
  }
  for (let at = start; at < end; at++)
    if (bytes[at] === percent) return identifyEncoded(bytes, start, end)
  return QueryParameter.other
}

function equals(bytes: Uint8Array, start: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index++)
    if (bytes[start + index] !== name[index]) return false
  return true
}

function identifyEncoded(bytes: Uint8Array, start: number, end: number): QueryParameter {
  for (let number = 1; number < names.length; number++) {
    if (decodesTo(bytes, start, end, names[number] as Uint8Array, 0))
      return number as QueryParameter
  }
  return QueryParameter.other
}
