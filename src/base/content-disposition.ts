/**
 * The header that makes a browser save a reply as a file (RFC 6266). The name is text that somebody else has written: as
 * it arrives here it may hold anything, and as it leaves it is one name without a folder, for old programs in ASCII and for
 * others as it is (RFC 8187).
 */

/** What ends the quoted text, separates folders, or is no character of a name; also every half of a surrogate pair. */
const unsafe = /["\\/:*?<>|]|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A value of `Content-Disposition`. */
export function attachment(fileName: string): string {
  const name = safeName(fileName)
  const ascii = name.replaceAll(/[^\x20-\x7e]|[%']/gu, '_')
  return ascii === name
    ? `attachment; filename="${name}"`
    : `attachment; filename="${ascii}"; filename*=UTF-8''${extended(name)}`
}

function safeName(fileName: string): string {
  const name = fileName.replaceAll(unsafe, '_').trim()
  return /^\.*$/.test(name) ? 'file' : name
}

/** `ext-value` of RFC 8187: what encodeURIComponent leaves is allowed but for these. */
function extended(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
