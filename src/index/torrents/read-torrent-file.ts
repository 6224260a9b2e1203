/** From the bytes of a .torrent file to what is registered of it. */
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'
import { MetainfoFault } from '#tracker/wire/metainfo/metainfo-fault'
import { readMetainfo } from '#tracker/wire/metainfo/read-metainfo'
import type { Registration } from './registration.ts'
import { TorrentError } from './torrent-error.ts'

/** `name` takes the place of the one in the file. Throws TorrentError with what is wrong with the file. */
export function readTorrentFile(bytes: Uint8Array, name?: string): Registration {
  const metainfo = readMetainfo(bytes)
  if (metainfo instanceof MetainfoFault)
    throw new TorrentError('invalid_torrent_file', metainfo.message)
  return registrationOf(metainfo, name)
}

/** What is registered of a .torrent file that was read. */
export function registrationOf(metainfo: Metainfo, name = metainfo.name): Registration {
  return {
    infoHash: metainfo.infoHashV1,
    infoHashV2: metainfo.infoHashV2,
    name,
    sizeBytes: metainfo.contentBytes,
    pieceLengthBytes: metainfo.pieceLengthBytes,
    isPrivate: metainfo.isPrivate,
    files: metainfo.files
      .filter(({ isPad }) => !isPad)
      .map(({ path, sizeBytes }) => ({ path: path.join('/'), sizeBytes })),
  }
}
