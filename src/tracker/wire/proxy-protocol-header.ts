/**
 * The header of the PROXY protocol, version 2: with it a proxy begins each connection that it makes, to say whose
 * connection it is. (haproxy's proxy-protocol.txt, section 2.2.)
 *
 *     0            12        13        14       16
 *     signature    version,  family,   length   addresses: source, destination, ports; then TLVs, which are
 *                  command   protocol           skipped as `length` says
 *
 * A header that has begun is waited for. Version 1, a line of text, is told apart from what is no header at all,
 * because what an operator does about it is another thing.
 */
import { proxyProtocolHeaderBytesMax } from '#base/limits'
import { unmapAddress } from './address.ts'
import { ascii, copyBytes } from './bytes.ts'

/** What the bytes hold. All but the first two end the connection. */
export const ProxyProtocolStatus = {
  complete: 0,
  /** What has come so far is the beginning of one. */
  incomplete: 1,
  /** Something else stands where the header should. */
  missing: 2,
  /** A header of version 1. */
  textVersion: 3,
  /** A version, command, family, protocol or length that version 2 does not have. */
  malformed: 4,
  /** It would be longer than `proxyProtocolHeaderBytesMax`. */
  tooLong: 5,
} as const
export type ProxyProtocolStatus = (typeof ProxyProtocolStatus)[keyof typeof ProxyProtocolStatus]

/** One record, filled again for each header. */
export class ProxyProtocolHeader {
  /** The index after the header. */
  end = 0
  /**
   * Of the client's address; 0 where the header names none and the connection's own counts: the proxy's health checks
   * (LOCAL), and clients that came without an internet address (AF_UNSPEC, AF_UNIX).
   */
  family: 0 | 4 | 6 = 0
  /** 4 or 16 bytes of it, in network order. */
  readonly address = new Uint8Array(16)
}

const signature = Uint8Array.of(13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10)
const textSignature = ascii('PROXY ')
const versionAt = 12
const familyAt = 13
const lengthAt = 14
const addressesAt = 16

const version = 2
const Command = { local: 0, proxy: 1 } as const
const Family = { unspecified: 0, inet: 1, inet6: 2, unix: 3 } as const
const Protocol = { unspecified: 0, stream: 1, datagram: 2 } as const
const portsBytes = 4

/** Reads the header that begins at `start`, of which what is there ends at `end`. */
export function decodeProxyProtocolHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: ProxyProtocolHeader,
): ProxyProtocolStatus {
  header.family = 0
  header.end = start
  const begun = decodeSignature(bytes, start, end)
  if (begun !== ProxyProtocolStatus.complete) return begun
  if (end - start < addressesAt) return ProxyProtocolStatus.incomplete
  const command = (bytes[start + versionAt] as number) & 15
  const isKnown = (bytes[start + versionAt] as number) >> 4 === version && command <= Command.proxy
  if (!isKnown) return ProxyProtocolStatus.malformed
  const length =
    ((bytes[start + lengthAt] as number) << 8) | (bytes[start + lengthAt + 1] as number)
  if (addressesAt + length > proxyProtocolHeaderBytesMax) return ProxyProtocolStatus.tooLong
  header.end = start + addressesAt + length
  // What follows a LOCAL command is to be discarded, whatever it is.
  const source = command === Command.local ? 0 : sourceBytes(bytes[start + familyAt] as number)
  if (source < 0 || (source > 0 && length < 2 * source + portsBytes))
    return ProxyProtocolStatus.malformed
  if (header.end > end) return ProxyProtocolStatus.incomplete
  copyBytes(header.address, 0, bytes, start + addressesAt, source)
  if (source > 0) header.family = source === 4 ? 4 : unmapAddress(header.address)
  return ProxyProtocolStatus.complete
}

function decodeSignature(bytes: Uint8Array, start: number, end: number): ProxyProtocolStatus {
  const there = end - start
  const matching = matchingBytes(bytes, start, end, signature)
  if (matching === signature.length) return ProxyProtocolStatus.complete
  if (matching === there) return ProxyProtocolStatus.incomplete
  const matchingText = matchingBytes(bytes, start, end, textSignature)
  if (matchingText === textSignature.length) return ProxyProtocolStatus.textVersion
  return matchingText === there ? ProxyProtocolStatus.incomplete : ProxyProtocolStatus.missing
}

/** How many bytes from `start` on are those of `expected`. */
function matchingBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  expected: Uint8Array,
): number {
  const most = Math.min(expected.length, end - start)
  let count = 0
  while (count < most && bytes[start + count] === expected[count]) count++
  return count
}

/**
 * Bytes of the client's address, 0 where none is named, -1 where family or protocol do not exist. A client that
 * reached the proxy over UDP (HTTP/3) is a client as well.
 */
function sourceBytes(familyAndProtocol: number): 4 | 16 | 0 | -1 {
  const family = familyAndProtocol >> 4
  const protocol = familyAndProtocol & 15
  if (family > Family.unix || protocol > Protocol.datagram) return -1
  if (protocol === Protocol.unspecified) return 0
  if (family === Family.inet) return 4
  return family === Family.inet6 ? 16 : 0
}
