/**
 * Which client a peer id is of (BEP 20): most begin with two letters and a version between dashes, a few older ones with a
 * letter. Peer ids are what clients say of themselves; a name that is not in the table is not guessed at.
 */

/** How the four characters after the letters are read. */
type VersionStyle =
  /** "4520": 4.5.2, each a number with letters going on after 9; a last 0 is left out. */
  | 'parts'
  /** "2940": 2.94. */
  | 'hundredths'

const clients: Readonly<Record<string, readonly [name: string, style: VersionStyle]>> = {
  '7T': ['aTorrent', 'parts'],
  AZ: ['Vuze', 'parts'],
  BC: ['BitComet', 'hundredths'],
  BI: ['BiglyBT', 'parts'],
  BT: ['BitTorrent', 'parts'],
  DE: ['Deluge', 'parts'],
  FD: ['Free Download Manager', 'parts'],
  FW: ['FrostWire', 'parts'],
  KG: ['KGet', 'parts'],
  KT: ['KTorrent', 'parts'],
  LT: ['libtorrent', 'parts'],
  PI: ['PicoTorrent', 'parts'],
  TL: ['Tribler', 'parts'],
  TR: ['Transmission', 'hundredths'],
  TX: ['Tixati', 'hundredths'],
  UM: ['µTorrent Mac', 'parts'],
  UT: ['µTorrent', 'parts'],
  UW: ['µTorrent Web', 'parts'],
  WW: ['WebTorrent', 'parts'],
  XL: ['Xunlei', 'parts'],
  lt: ['rTorrent (libtorrent)', 'parts'],
  qB: ['qBittorrent', 'parts'],
}

/** Letters before a version without dashes: "A2-1-37-2-" is aria2 1.37.2, "M7-9-2--" the first client of all. */
const others: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^A2-(\d+)-(\d+)-(\d+)-/, 'aria2'],
  [/^M(\d)-(\d+)-(\d+)-/, 'BitTorrent'],
]

/** Name and version, such as "qBittorrent 4.5.2"; '' for an unknown client. 8 bytes are enough. */
export function clientName(peerId: Uint8Array): string {
  const text = String.fromCharCode(...peerId.subarray(0, 10))
  const [, letters = '', version = ''] = /^-([A-Za-z0-9]{2})([0-9A-Za-z]{4})-/.exec(text) ?? []
  const client = clients[letters]
  if (client !== undefined) return `${client[0]} ${versionOf(version, styleOf(letters, version))}`
  for (const [pattern, name] of others) {
    const [found, ...parts] = pattern.exec(text) ?? []
    if (found !== undefined) return `${name} ${parts.join('.')}`
  }
  return ''
}

/** Transmission counts in hundredths before version 4 only. */
function styleOf(letters: string, version: string): VersionStyle {
  if (letters === 'TR') return version.startsWith('4') ? 'parts' : 'hundredths'
  return clients[letters]?.[1] ?? 'parts'
}

function versionOf(version: string, style: VersionStyle): string {
  if (style === 'hundredths')
    return `${Number.parseInt(version.slice(0, 1), 10)}.${version.slice(1, 3)}`
  const parts = Array.from(version, (character) => Number.parseInt(character, 36))
  if (parts.at(-1) === 0) parts.pop()
  return parts.join('.')
}
