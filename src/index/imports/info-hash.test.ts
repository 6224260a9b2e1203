import { describe, expect, test } from 'vitest'
import { parseInfoHash, storedInfoHash } from './info-hash.ts'

const hex = '00ff10a27f809d2041627cf0b1c2d3e4f5061728'
const bytes = Buffer.from(hex, 'hex')

function asHex(hash: Uint8Array | undefined): string | undefined {
  return hash === undefined ? undefined : Buffer.from(hash).toString('hex')
}

describe('an info-hash as text', () => {
  test('is 40 or 64 hexadecimal digits, in either case', () => {
    expect(asHex(parseInfoHash(hex))).toBe(hex)
    expect(asHex(parseInfoHash(hex.toUpperCase()))).toBe(hex)
    const long = '0123456789abcdef'.repeat(4)
    expect(asHex(parseInfoHash(long))).toBe(long)
  })

  test('is 32 characters of base32, in either case', () => {
    // Encoded with Python's base64.b32encode.
    expect(asHex(parseInfoHash('AD7RBIT7QCOSAQLCPTYLDQWT4T2QMFZI'))).toBe(hex)
    expect(asHex(parseInfoHash('ad7rbit7qcosaqlcptyldqwt4t2qmfzi'))).toBe(hex)
    expect(asHex(parseInfoHash('7'.repeat(32)))).toBe('ff'.repeat(20))
  })

  test.for(['', hex.slice(1), `${hex}0`, `${hex} `, `0x${hex.slice(2)}`, '1'.repeat(32)])(
    'is not "%s"',
    (text) => {
      expect(parseInfoHash(text)).toBeUndefined()
    },
  )
})

describe('an info-hash in a column', () => {
  test('is 20 bytes or 40 digits', () => {
    expect(asHex(storedInfoHash(bytes))).toBe(hex)
    expect(asHex(storedInfoHash(Buffer.from(hex.toUpperCase())))).toBe(hex)
  })

  test('that was converted from latin1 to UTF-8 is converted back', () => {
    // MySQL's latin1: Windows-1252, where 0x9d, which that leaves free, is U+009D.
    const text = new TextDecoder('windows-1252').decode(bytes)
    const converted = Buffer.from(text, 'utf8')
    expect(converted.length).toBeGreaterThan(20)
    expect(asHex(storedInfoHash(converted))).toBe(hex)
  })

  test('that lost the spaces at its end has them again', () => {
    const spaced = `${hex.slice(0, 36)}2020`
    expect(asHex(storedInfoHash(bytes.subarray(0, 18)))).toBe(spaced)
    expect(storedInfoHash(bytes.subarray(0, 17))).toBeUndefined()
  })

  test.for(['', 'abc', 'no hash but forty characters of a text...', 'ü'.repeat(21)])(
    'is not "%s"',
    (text) => {
      expect(storedInfoHash(Buffer.from(text))).toBeUndefined()
    },
  )
})
