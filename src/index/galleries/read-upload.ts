/**
 * From the bytes that somebody uploads to a torrent that a gallery can have. Any content is taken, as long as the file is
 * a sound torrent and the operator's rules let it in; what is wrong is told as exactly as it is known. All of it is pure.
 */
import { metainfoBytesMax } from '#base/limits'
import { registrationOf } from '#index/torrents/read-torrent-file'
import type { NewTorrent } from '#index/torrents/torrent'
import { TorrentError } from '#index/torrents/torrent-error'
import { newTorrent } from '#index/torrents/torrent-rules'
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'
import { MetainfoFault } from '#tracker/wire/metainfo/metainfo-fault'
import { readMetainfo } from '#tracker/wire/metainfo/read-metainfo'
import type { NewGalleryTorrent } from './gallery-torrent-repository.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** The keys `upload.*` of the configuration. */
export type UploadRules = {
  readonly torrentBytesMax: number
  readonly private: 'keep' | 'require'
  /** Takes torrents of version 2 alone. */
  readonly v2: boolean
  /** In lower case, without the point. */
  readonly deniedExtensions: readonly string[]
}

/** Of a torrent that was read, what does not depend on where it goes. */
export type ReadUpload = NewTorrent & Pick<NewGalleryTorrent, 'blob' | 'fileBytes'>

/** Throws UploadRefusal. */
export function readUpload(bytes: Uint8Array, rules: UploadRules, nowSeconds: number): ReadUpload {
  const bytesMax = Math.min(rules.torrentBytesMax, metainfoBytesMax)
  if (bytes.length > bytesMax) throw tooLarge(bytesMax)
  const metainfo = readMetainfo(bytes)
  if (metainfo instanceof MetainfoFault)
    throw new UploadRefusal(metainfo.code.replaceAll('-', '_'), metainfo.message)
  checkRules(metainfo, rules)
  // Copies: what is stored does not keep the whole upload in memory.
  const { info, pieceLayers } = metainfo
  const layers = pieceLayers && new Uint8Array(pieceLayers)
  const blob = { info: new Uint8Array(info), pieceLayers: layers }
  return { ...asTorrent(metainfo, nowSeconds), blob, fileBytes: bytes.length }
}

export function tooLarge(bytesMax: number): UploadRefusal {
  const mebibytes = bytesMax / 2 ** 20
  const size = Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${bytesMax} bytes`
  return new UploadRefusal(
    'too_large',
    `The file is larger than ${size}. Make the torrent again with larger pieces, or split it into several.`,
  )
}

function checkRules(metainfo: Metainfo, rules: UploadRules): void {
  if (metainfo.format === 'v2' && !rules.v2)
    throw new UploadRefusal(
      'version_2_only',
      'The torrent is of version 2 only, which older clients cannot read. Make it again as v1, or as a hybrid of both.',
    )
  if (!metainfo.isPrivate && rules.private === 'require')
    throw new UploadRefusal(
      'not_private',
      'The torrent is not private, and here only private ones are taken. Set the private flag in your program and make it again.',
    )
  const denied = metainfo.files.find(
    ({ path, isPad }) => !isPad && rules.deniedExtensions.includes(extensionOf(path)),
  )
  if (denied !== undefined)
    throw new UploadRefusal(
      'denied_extension',
      `The torrent holds "${denied.path.at(-1)}", and files that end in ".${extensionOf(denied.path)}" are not taken here. Make it again without such files, or pack them into an archive.`,
    )
}

function extensionOf(path: readonly string[]): string {
  const [, extension = ''] = /\.([^.]*)$/.exec(path.at(-1) ?? '') ?? []
  return extension.toLowerCase()
}

function asTorrent(metainfo: Metainfo, nowSeconds: number): NewTorrent {
  try {
    return newTorrent(registrationOf(metainfo), nowSeconds)
  } catch (error) {
    if (error instanceof TorrentError) throw new UploadRefusal(error.code, `${error.message}.`)
    throw error
  }
}
