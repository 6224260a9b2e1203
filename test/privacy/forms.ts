/**
 * How a value may look where somebody wrote it down: as it is, in hex, escaped for an address, in base64, turned round. A
 * search for one form alone finds leaks of one kind alone.
 */
import { Buffer } from 'node:buffer'

export type Form = {
  readonly name: string
  /** One character a byte (latin1); in lower case where case does not matter. */
  readonly needle: string
  readonly ignoresCase: boolean
  /** So short that chance makes it, so that one alone says nothing. */
  readonly isShort: boolean
}

/** Below this chance makes a sequence of bytes within what is searched. */
const certainBytes = 7

export function formsOfText(text: string): Form[] {
  const bytes = Buffer.from(text)
  const escaped = [...bytes].map((byte) => `%${hexOf(byte)}`).join('')
  return [
    caseless('text', bytes.toString('latin1')),
    caseless('text with escapes', Buffer.from(encodeURIComponent(text)).toString('latin1')),
    caseless('text escaped', escaped),
    caseless('text in hex', bytes.toString('hex')),
    exact('text in UTF-16', Buffer.from(text, 'utf16le')),
    ...base64Forms(bytes),
  ]
}

export function formsOfBytes(bytes: Buffer): Form[] {
  const hex = [...bytes].map(hexOf)
  return [
    exact('bytes', bytes),
    exact('bytes turned round', Buffer.from(bytes.toReversed())),
    caseless('hex', hex.join('')),
    caseless('hex turned round', hex.toReversed().join('')),
    caseless('escaped', hex.map((two) => `%${two}`).join('')),
    caseless('partly escaped', [...bytes].map(escapeUnlessPlain).join('')),
    caseless('as a list', [...bytes].join(',')),
    ...base64Forms(bytes),
  ]
}

/** `127.9.8.7`, also as the numbers that programs keep. */
export function formsOfIpv4(address: string): Form[] {
  const bytes = Buffer.from(address.split('.').map(Number))
  const hex = bytes.toString('hex')
  return [
    caseless('text', address),
    exact('bytes', bytes),
    exact('bytes turned round', Buffer.from(bytes.toReversed())),
    caseless('hex', hex),
    caseless('hex in IPv6', `${hex.slice(0, 4)}:${hex.slice(4)}`),
    caseless('number', `${bytes.readUInt32BE()}`),
    caseless('as a list', [...bytes].join(',')),
  ]
}

/** All eight groups are needed in `address`, none of them zero. */
export function formsOfIpv6(address: string): Form[] {
  const groups = address.split(':')
  if (groups.length !== 8) throw new Error(`${address} is shortened`)
  const bytes = Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')
  const full = groups.map((group) => group.padStart(4, '0')).join(':')
  // Half of an address is a household.
  const network = groups.slice(0, 4).join(':')
  return [caseless('text', address), caseless('text in full', full), caseless('network', network)]
    .concat(formsOfBytes(bytes))
    .concat(exact('bytes of the network', bytes.subarray(0, 8)))
}

/** A count of bytes, as text and as the eight bytes of a number. */
export function formsOfAmount(amount: bigint): Form[] {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(amount)
  return [
    caseless('text', `${amount}`),
    exact('bytes', bytes),
    exact('bytes turned round', Buffer.from(bytes.toReversed())),
    caseless('hex', amount.toString(16)),
  ]
}

function base64Forms(bytes: Buffer): Form[] {
  return [0, 1, 2].flatMap((offset) => {
    const within = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    // The characters that hold nothing of what stands before and after.
    const first = [0, 2, 3][offset]
    const text = within.slice(first, Math.floor(((offset + bytes.length) * 8) / 6))
    const url = text.replaceAll('+', '-').replaceAll('/', '_')
    return [exact('base64', Buffer.from(text)), exact('base64url', Buffer.from(url))]
  })
}

function exact(name: string, bytes: Buffer): Form {
  const isShort = bytes.length < certainBytes
  return { name, needle: bytes.toString('latin1'), ignoresCase: false, isShort }
}

function caseless(name: string, text: string): Form {
  const isShort = text.length < certainBytes
  return { name, needle: text.toLowerCase(), ignoresCase: true, isShort }
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

function escapeUnlessPlain(byte: number): string {
  const character = String.fromCharCode(byte)
  return /[A-Za-z0-9._~-]/.test(character) ? character : `%${hexOf(byte)}`
}
