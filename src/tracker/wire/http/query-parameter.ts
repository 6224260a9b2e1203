/**
 * The query parameters that mean something to this tracker (BEP 3, BEP 23). All others are ignored:
 * `ip`, `ipv4` and `ipv6` because they would let anybody point a swarm at a stranger, the rest because
 * nothing depends on them (`key`, `trackerid`, `corrupt`, `supportcrypto`, …).
 */
import { ascii } from '../bytes.ts'
import { decodedByteAt, decodesTo } from './percent.ts'

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

/** Most names are told apart, and most strangers' parameters turned away, by their first byte. */
const firstBytes = Uint8Array.from(names, (name) => name[0] ?? 0)

/** Which parameter the name from `start` to `end` is. Names may be percent-encoded and are case-sensitive. */
export function identifyParameter(bytes: Uint8Array, start: number, end: number): QueryParameter {
  const firstByte = start < end ? decodedByteAt(bytes, start, end) : -1
  for (let number = 1; number < names.length; number++) {
    if (firstBytes[number] !== firstByte) continue
    if (decodesTo(bytes, start, end, names[number] as Uint8Array, 0)) {
      return number as QueryParameter
    }
  }
  return QueryParameter.other
}
