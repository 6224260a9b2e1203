/**
 * What a .torrent file says, as far as a tracker and its index need it. `readMetainfo` makes it; it is
 * always within the limits of base/limits.ts and consistent in itself.
 */

/** v1 is BEP 3, v2 is BEP 52, a hybrid is both at once and has two info-hashes. */
export type MetainfoFormat = 'v1' | 'v2' | 'hybrid'

export interface MetainfoFile {
  /** Components below the name of the torrent; of a single file, its name alone. */
  readonly path: readonly string[]
  /** 0 for a symbolic link (BEP 47). */
  readonly sizeBytes: number
  /** Filling between the files of version 1 (BEP 47), which nobody wants to see or count. */
  readonly isPad: boolean
}

export interface Metainfo {
  readonly format: MetainfoFormat
  /** The raw bytes of the info dictionary, of which the info-hashes are taken: never encode it again. */
  readonly info: Uint8Array
  /** The raw bytes of the dictionary "piece layers"; undefined in version 1. */
  readonly pieceLayers: Uint8Array | undefined
  /** SHA-1 of `info`, 20 bytes; undefined in version 2. */
  readonly infoHashV1: Uint8Array | undefined
  /** SHA-256 of `info`, 32 bytes, of which the first 20 are announced; undefined in version 1. */
  readonly infoHashV2: Uint8Array | undefined
  readonly name: string
  /** In the order of the pieces. Those of a hybrid are the ones of version 1, with its pad files. */
  readonly files: readonly MetainfoFile[]
  /** Whether the torrent is one file, and not a folder that may hold just one. */
  readonly isSingleFile: boolean
  /** Of all files without the pad files. */
  readonly contentBytes: number
  readonly pieceLengthBytes: number
  readonly pieceCount: number
  /** BEP 27: clients ask only the trackers that the torrent names. */
  readonly isPrivate: boolean
}
