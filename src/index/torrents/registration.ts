/**
 * What somebody gives to have a torrent registered, from wherever it comes: a metainfo file, a line of an import, a
 * call of the API. What is undefined or left out is not known.
 */
import type { TorrentFile } from './torrent.ts'

export type Registration = {
  /** 20 bytes; undefined where the torrent has version 2 only. */
  readonly infoHash: Uint8Array | undefined
  /** 32 bytes (BEP 52). */
  readonly infoHashV2?: Uint8Array | undefined
  readonly name: string
  readonly sizeBytes?: number | undefined
  readonly pieceLengthBytes?: number | undefined
  readonly isPrivate?: boolean | undefined
  /** Without pad files. */
  readonly files?: readonly TorrentFile[] | undefined
  /** Completions that another tracker counted before. */
  readonly completed?: number | undefined
  /** When another tracker registered it; now where it is left out. */
  readonly addedAt?: number | undefined
  /** Registered, and banned from the first moment on. */
  readonly ban?: { readonly reason: string; readonly isPublic: boolean } | undefined
}
