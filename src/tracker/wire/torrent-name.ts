/**
 * The name of a registered torrent, as a scrape tells it (BEP 48). One record per thread, filled again for
 * each torrent.
 */

/** Bytes of UTF-8: what a file system takes for the file or folder that the torrent becomes. */
export const torrentNameBytesMax = 255

export class TorrentName {
  readonly bytes = new Uint8Array(torrentNameBytesMax)
  /** 0 where no name is known. */
  length = 0
}
