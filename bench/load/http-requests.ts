/** The announce of every peer of the law as an HTTP request, ready in memory that the kernel can send from. */
import { Prng } from '../../src/base/prng.ts'
import { createHashes, drawTorrents, hashBytes, type LawSize } from './law.ts'
import { personalPath } from './personal-path.ts'

/** Every request is padded to this length by its User-Agent. */
export const requestBytes = 320
const portMin = 1024

export type RequestStyle = {
  readonly host: string
  readonly keepsAlive: boolean
  readonly want: number
  /** At the address of a member. */
  readonly isPersonal: boolean
}

/** Writes one request for each peer into `bytes` from `base` on. */
export function writeRequests(
  bytes: Uint8Array,
  base: number,
  size: LawSize,
  style: RequestStyle,
): void {
  const torrentOf = drawTorrents(size)
  const hashes = createHashes(size.torrents)
  const prng = new Prng(3, 4, 6)
  for (let peer = 0; peer < size.peers; peer++) {
    const torrent = torrentOf[peer] as number
    const at = torrent * hashBytes
    const before = style.isPersonal ? personalPath(peer, torrent) : ''
    const port = portMin + ((prng.next() >>> 0) % (65_536 - portMin))
    const hash = percent(hashes.subarray(at, at + hashBytes))
    const text = requestText(`${before}/announce?info_hash=${hash}`, peer, port, style)
    const place = base + peer * requestBytes
    Buffer.from(bytes.buffer, place, requestBytes).write(text, 'latin1')
  }
}

function requestText(address: string, peer: number, port: number, style: RequestStyle): string {
  const peerId = `-WB0001-${String(peer).padStart(12, '0')}`
  const counters = 'uploaded=50&downloaded=50&left=50&compact=1'
  const path = `${address}&peer_id=${peerId}&port=${port}&${counters}&numwant=${style.want}`
  const connection = style.keepsAlive ? '' : 'Connection: close\r\n'
  const head = `GET ${path} HTTP/1.1\r\nHost: ${style.host}\r\n${connection}User-Agent: `
  const padding = requestBytes - head.length - 4
  if (padding < 1) throw new Error('a request fits its place')
  return `${head}${'b'.repeat(padding)}\r\n\r\n`
}

/** Every byte as a client writes it that escapes what is not a letter or digit. */
function percent(hash: Uint8Array): string {
  return Array.from(hash, (byte) => {
    const letter = String.fromCharCode(byte)
    const hexadecimal = byte.toString(16).padStart(2, '0')
    return /[A-Za-z0-9]/.test(letter) ? letter : `%${hexadecimal}`
  }).join('')
}
