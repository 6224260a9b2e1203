/**
 * The packets of BEP 15 and the options of BEP 41, encoded and decoded apart from the program's own code.
 */
import { parseCompactPeers } from './addresses.ts'

export const connectMagic = 0x41727101980n

export interface UdpAnnounce {
  readonly infoHash: Buffer
  readonly peerId?: Buffer
  readonly downloaded?: bigint
  readonly left?: bigint
  readonly uploaded?: bigint
  /** 0 none, 1 completed, 2 started, 3 stopped. */
  readonly event?: number
  readonly ip?: number
  readonly key?: number
  readonly numwant?: number
  readonly port?: number
  /** Appended after the 98 bytes: BEP 41 options or padding. */
  readonly tail?: Buffer
}

export interface UdpScrapeEntry {
  readonly seeders: number
  readonly completed: number
  readonly leechers: number
}

export type UdpReply =
  | { readonly kind: 'connect'; readonly transaction: number; readonly connectionId: bigint }
  | {
      readonly kind: 'announce'
      readonly transaction: number
      readonly interval: number
      readonly leechers: number
      readonly seeders: number
      readonly peers: readonly string[]
    }
  | {
      readonly kind: 'scrape'
      readonly transaction: number
      readonly entries: readonly UdpScrapeEntry[]
    }
  | { readonly kind: 'error'; readonly transaction: number; readonly text: string }

/** A request's first 16 bytes. */
export function encodeHeader(connectionId: bigint, action: number, transaction: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, connectionId), 0)
  bytes.writeUInt32BE(action, 8)
  bytes.writeUInt32BE(transaction, 12)
  return bytes
}

export function encodeConnect(transaction: number, magic = connectMagic): Buffer {
  return encodeHeader(magic, 0, transaction)
}

export function encodeAnnounce(
  connectionId: bigint,
  transaction: number,
  announce: UdpAnnounce,
): Buffer {
  const { peerId = Buffer.from('-TS0001-000000000001'), tail = Buffer.alloc(0) } = announce
  const bytes = Buffer.alloc(98)
  encodeHeader(connectionId, 1, transaction).copy(bytes)
  announce.infoHash.copy(bytes, 16)
  peerId.copy(bytes, 36)
  bytes.writeBigInt64BE(BigInt.asIntN(64, announce.downloaded ?? 0n), 56)
  bytes.writeBigInt64BE(BigInt.asIntN(64, announce.left ?? 0n), 64)
  bytes.writeBigInt64BE(BigInt.asIntN(64, announce.uploaded ?? 0n), 72)
  bytes.writeUInt32BE(announce.event ?? 0, 80)
  bytes.writeUInt32BE(announce.ip ?? 0, 84)
  bytes.writeUInt32BE(announce.key ?? 0, 88)
  bytes.writeInt32BE(announce.numwant ?? -1, 92)
  bytes.writeUInt16BE(announce.port ?? 6881, 96)
  return Buffer.concat([bytes, tail])
}

export function encodeScrape(
  connectionId: bigint,
  transaction: number,
  infoHashes: readonly Buffer[],
): Buffer {
  return Buffer.concat([encodeHeader(connectionId, 2, transaction), ...infoHashes])
}

/** Reads a reply strictly, its length included; `family` is that of the socket it came to. */
export function decodeUdpReply(bytes: Buffer, family: 4 | 6): UdpReply {
  const transaction = bytes.readUInt32BE(4)
  switch (bytes.readUInt32BE(0)) {
    case 0:
      if (bytes.length !== 16) throw new Error(`a connect reply of ${bytes.length} bytes`)
      return { kind: 'connect', transaction, connectionId: bytes.readBigUInt64BE(8) }
    case 1:
      return {
        kind: 'announce',
        transaction,
        interval: bytes.readUInt32BE(8),
        leechers: bytes.readUInt32BE(12),
        seeders: bytes.readUInt32BE(16),
        peers: parseCompactPeers(bytes.subarray(20), family),
      }
    case 2:
      return { kind: 'scrape', transaction, entries: decodeScrapeEntries(bytes.subarray(8)) }
    case 3:
      return { kind: 'error', transaction, text: decodeErrorText(bytes.subarray(8)) }
    default:
      throw new Error(`a reply of unknown action: ${bytes.toString('hex')}`)
  }
}

function decodeScrapeEntries(bytes: Buffer): UdpScrapeEntry[] {
  if (bytes.length % 12 !== 0) throw new Error(`${bytes.length} bytes are no scrape entries`)
  return Array.from({ length: bytes.length / 12 }, (_, index) => ({
    seeders: bytes.readUInt32BE(index * 12),
    completed: bytes.readUInt32BE(index * 12 + 4),
    leechers: bytes.readUInt32BE(index * 12 + 8),
  }))
}

function decodeErrorText(bytes: Buffer): string {
  const text = bytes.toString('latin1')
  if (!/^[\x20-\x7e]+$/.test(text)) throw new Error(`no error text: ${JSON.stringify(text)}`)
  return text
}
