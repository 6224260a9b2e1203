/**
 * The name under which a .torrent file is handed out: that of the torrent, such as every file system takes it. Whatever
 * somebody has called a torrent, the name is one component of a path, shows as it is, and has 255 bytes at most.
 */
import { metainfoNameBytesMax } from '#base/limits'

const ending = '.torrent'

/** Of the site's name, so that there is room for the torrent's. */
const siteBytesMax = 60

/** Separators, what Windows takes for something else, controls, and what does not show but turns what stands after it. */
const unsafe = /[/\\:*?"<>|{}]|[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/gu

/** Names of devices, with whatever extension. */
const device = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)/i

/** `NAME.torrent`. */
export function publicFileName(torrentName: string): string {
  return fileName('', torrentName)
}

/** With a warning that no client shows and no info-hash depends on: it is in the name of the file alone. */
export function personalFileName(torrentName: string, siteName: string): string {
  const site = cut(cleaned(siteName), siteBytesMax)
  return fileName(`{${site} PERSONALIZED TORRENT - DO NOT REDISTRIBUTE} `, torrentName)
}

function fileName(prefix: string, torrentName: string): string {
  const room = metainfoNameBytesMax - Buffer.byteLength(prefix + ending)
  const name = withoutEnds(cut(withoutEnds(cleaned(torrentName)), room))
  const shown = name === '' ? 'torrent' : name
  return `${prefix}${prefix === '' && device.test(shown) ? '_' : ''}${shown}${ending}`
}

function cleaned(text: string): string {
  return text.toWellFormed().normalize('NFC').replaceAll(unsafe, '_')
}

/** Dots in front hide a file, and Windows takes dots and spaces from the end. */
function withoutEnds(name: string): string {
  return name.replace(/^[.\s]+/, '').replace(/[.\s]+$/, '')
}

/** As many whole characters as fit. */
function cut(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text
  let kept = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > bytesMax) break
    kept += segment
  }
  return kept
}
