/**
 * Headers of the PROXY protocol, version 2, field by field as the test wants them (haproxy's proxy-protocol.txt,
 * section 2.2).
 */

export interface ProxyHeaderFields {
  /** High half 2 is the version; low half 0 LOCAL, 1 PROXY. */
  readonly versionAndCommand?: number
  /** High half 1 IPv4, 2 IPv6, 3 UNIX; low half 1 TCP, 2 UDP. */
  readonly familyAndProtocol?: number
  /** What stands behind the length: addresses and TLVs. */
  readonly body?: Buffer
  /** Where it is to differ from that of `body`. */
  readonly length?: number
}

export const proxySignature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex')

/** A header of these fields; without any, one that names the client 0.0.0.0. */
export function proxyHeader(fields: ProxyHeaderFields = {}): Buffer {
  const { versionAndCommand = 0x21, familyAndProtocol = 0x11, body = Buffer.alloc(12) } = fields
  const { length = body.length } = fields
  const fixed = [versionAndCommand, familyAndProtocol, length >> 8, length & 255]
  return Buffer.concat([proxySignature, Buffer.from(fixed), body])
}

/** The header that a proxy sends for a client at `address`, with `tlvs` behind the addresses. */
export function headerFor(address: string, tlvs: Buffer = Buffer.alloc(0)): Buffer {
  const source = addressBytes(address)
  const ports = Buffer.from([0xd4, 0x31, 0, 80])
  const body = Buffer.concat([source, Buffer.alloc(source.length, 7), ports, tlvs])
  return proxyHeader({ familyAndProtocol: source.length === 4 ? 0x11 : 0x21, body })
}

/** One TLV of `length` bytes of value. */
export function tlv(length: number): Buffer {
  return Buffer.concat([Buffer.from([0x04, length >> 8, length & 255]), Buffer.alloc(length, 0xff)])
}

/** The 4 or 16 bytes of an address; of IPv6 no form with dots. */
function addressBytes(text: string): Buffer {
  if (!text.includes(':')) return Buffer.from(text.split('.').map(Number))
  const [before = '', after = ''] = text.split('::')
  const left = groupsOf(before)
  const right = groupsOf(after)
  const gap = Array.from({ length: 8 - left.length - right.length }, () => '0000')
  return Buffer.from([...left, ...gap, ...right].join(''), 'hex')
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':').map((group) => group.padStart(4, '0'))
}
