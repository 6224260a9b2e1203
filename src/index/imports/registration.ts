/**
 * What other trackers tell of a torrent that they know: what every reader of this folder gives, and what a registered
 * torrent is made of. Times are unix seconds; info-hashes are raw bytes.
 */
export type Registration = {
  /** 20 bytes: of version 1, or the first 20 of `infoHashV2` where there is no version 1. */
  readonly infoHash: Uint8Array
  /** 32 bytes (BEP 52). */
  readonly infoHashV2?: Uint8Array | undefined
  /** Never empty: where the other tracker keeps no names it is `hexName(infoHash)`. */
  readonly name: string
  readonly sizeBytes?: number | undefined
  readonly fileCount?: number | undefined
  readonly completed?: number | undefined
  readonly addedAt?: number | undefined
  readonly isBanned?: boolean | undefined
  readonly banReason?: string | undefined
}

/** The name of a torrent of which only the info-hash is known: its 40 hexadecimal digits. */
export function hexName(infoHash: Uint8Array): string {
  return Buffer.from(infoHash).toString('hex')
}
