/**
 * Text of other programs' databases as text that can be shown: bytes of an unstated encoding become characters, and a
 * name becomes one line of printable ones.
 */
import { isUtf8 } from 'node:buffer'
import { importNameCharactersMax } from '#base/limits'

const windows1252 = new TextDecoder('windows-1252')

/** UTF-8 if the bytes are that; else Windows-1252, which is what MySQL and old sites call Latin-1. */
export function decodeText(bytes: Uint8Array): string {
  return isUtf8(bytes) ? decodeUtf8(bytes) : windows1252.decode(bytes)
}

/** Of bytes that are UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

/** Marks that turn the direction of the text after them, and could make a name read as another. */
const directionMarks = /[\u202A-\u202E\u2066-\u2069]/g
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu

/** One line without control characters, `importNameCharactersMax` characters at most; '' if nothing is left. */
export function cleanName(text: string): string {
  const line = text.toWellFormed().replace(directionMarks, '').replace(unprintable, ' ').trim()
  if (line.length <= importNameCharactersMax) return line
  // A character outside of the basic plane takes two places; half of one is none.
  return line
    .slice(0, importNameCharactersMax)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
])

/** Sites in PHP often keep names as they stand in their pages: with `&amp;` for `&`. */
export function unescapeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|\w{2,6});/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return entities.get(entity) ?? whole
    const code = Number(entity.slice(1).replace(/^x/i, '0x'))
    return code > 0x10ffff ? whole : String.fromCodePoint(code)
  })
}
