/**
 * A .torrent file of the corpus with the verdicts on it. Names are those of the files in libtorrent's and
 * Transmission's tests that show the same thing; the bytes are made here.
 *
 * Where Waggle and libtorrent 2.0 differ the sample says why. libtorrent repairs what it finds and goes on,
 * which suits the one who downloads; an index has the uploader at hand and hands the file to every client.
 */
import type { MetainfoFaultCode } from '#tracker/wire/metainfo/metainfo-fault'

export interface Sample {
  readonly name: string
  readonly bytes: Buffer
  /** `accepted`, or the code of the fault. */
  readonly waggle: 'accepted' | MetainfoFaultCode
  readonly libtorrent: 'accepted' | 'refused'
  /** Why the verdicts differ; where they do, and only there. */
  readonly reason?: string
  /** Why libtorrent's names are not those in the file; where both accept it. */
  readonly otherNames?: string
}

/** Both take it. */
export function accepted(name: string, bytes: Buffer): Sample {
  return { name, bytes, waggle: 'accepted', libtorrent: 'accepted' }
}

/** Both take it, and libtorrent gives it or its files other names, for a reason. */
export function acceptedOtherwise(name: string, otherNames: string, bytes: Buffer): Sample {
  return { ...accepted(name, bytes), otherNames }
}

/** Neither takes it. */
export function refused(name: string, waggle: MetainfoFaultCode, bytes: Buffer): Sample {
  return { name, bytes, waggle, libtorrent: 'refused' }
}

/** libtorrent takes it, and Waggle does not, for a reason. */
export function stricter(
  name: string,
  waggle: MetainfoFaultCode,
  reason: string,
  bytes: Buffer,
): Sample {
  return { name, bytes, waggle, libtorrent: 'accepted', reason }
}
