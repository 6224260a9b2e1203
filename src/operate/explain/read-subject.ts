/**
 * What an operator has in hand when a client is refused: an announce address from a torrent file, a whole request from a
 * log of the client, or an info-hash in one of its spellings. It becomes the path and the query of a request.
 */
import { parseInfoHash } from '#index/imports/info-hash'
import { ExplainError } from './explanation.ts'

export type Subject = {
  /** Undefined where nobody said. */
  readonly scheme: 'udp' | 'http' | 'https' | undefined
  /** Undefined where nobody said. */
  readonly port: number | undefined
  /** As it is sent, with its slash; undefined for an info-hash alone. */
  readonly path: string | undefined
  /** Without the question mark; empty where the address has none. */
  readonly query: string
  /** 20 bytes; undefined where the query has it, or nobody said. */
  readonly infoHash: Uint8Array | undefined
}

const defaultPorts = { udp: undefined, http: 80, https: 443 } as const

/** Throws ExplainError. */
export function readSubject(text: string, torrent: string | undefined): Subject {
  const given = text.trim()
  const hash = torrent === undefined ? undefined : readHash(torrent)
  const [, scheme = '', authority = '', path = '', query = ''] =
    /^(?:(\w+):\/\/([^/?#]*))?(\/[^?#]*)?(?:\?([^#]*))?/s.exec(given) ?? []
  if (scheme === '' && path === '') {
    if (hash !== undefined) throw twoHashes()
    return {
      scheme: undefined,
      port: undefined,
      path: undefined,
      query: '',
      infoHash: readHash(given),
    }
  }
  const known = scheme === '' ? undefined : schemeOf(scheme.toLowerCase())
  if (hash !== undefined && /(?:^|&)info_hash=/.test(query)) throw twoHashes()
  return {
    scheme: known,
    port: portOf(authority) ?? (known && defaultPorts[known]),
    path: path === '' ? '/' : path,
    query,
    infoHash: hash,
  }
}

/** Throws ExplainError. */
function schemeOf(scheme: string): 'udp' | 'http' | 'https' {
  if (scheme === 'udp' || scheme === 'http' || scheme === 'https') return scheme
  throw new ExplainError(
    `addresses of the kind "${scheme}" are not served here; give one that begins with udp:// or http://`,
  )
}

function portOf(authority: string): number | undefined {
  const [, digits] = /:(\d{1,5})$/.exec(authority) ?? []
  return digits === undefined ? undefined : Number(digits)
}

/** The bytes that clients announce: of version 2 the first 20 (BEP 52). Throws ExplainError. */
export function readHash(text: string): Uint8Array {
  const [, named] = /^magnet:\?(?:.*&)?xt=urn:bt[im]h:(?:1220)?([0-9a-z]+)/i.exec(text) ?? []
  const bytes = parseInfoHash(named ?? text) ?? percentDecoded(text)
  if (bytes !== undefined) return bytes.subarray(0, 20)
  const shown = text.length > 70 ? `${text.slice(0, 70)}…` : text
  throw new ExplainError(
    `${JSON.stringify(shown)} is no info-hash and no announce address; write 40 hex digits (64 for version 2), 32 characters of base32, the bytes as %xx, or an address such as udp://tracker.example:6969/announce`,
  )
}

/** 20 or 32 bytes, each as it is or as `%xx`. */
function percentDecoded(text: string): Uint8Array | undefined {
  if (!/^(?:%[0-9a-f]{2}|[\x21-\x24\x26-\x7e])+$/i.test(text)) return undefined
  const characters = text.replaceAll(/%(..)/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  const isWhole = text.includes('%') && (characters.length === 20 || characters.length === 32)
  return isWhole ? Buffer.from(characters, 'latin1') : undefined
}

function twoHashes(): ExplainError {
  return new ExplainError('two info-hashes are given; leave one of them out')
}
