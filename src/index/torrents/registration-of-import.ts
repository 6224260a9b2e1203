/**
 * From what another tracker tells of a torrent to what is registered here. An import is to lose nothing, so texts that
 * are too long are cut rather than refused.
 */
import { completedMax } from '#base/limits'
import type { Registration as Imported } from '#index/imports/registration'
import { failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { torrentNameBytesMax } from '#tracker/wire/torrent-name'
import type { Registration } from './registration.ts'

/** For a ban of which no reason is known; clients are not told. */
const unknownReason = 'banned by the tracker that it was imported from'

export function registrationOfImport(imported: Imported): Registration {
  const { infoHash, infoHashV2, isBanned = false, banReason = '' } = imported
  const isVersion2 = infoHashV2 !== undefined && startsWith(infoHashV2, infoHash)
  return {
    infoHash: isVersion2 ? undefined : infoHash,
    infoHashV2,
    name: cut(imported.name, torrentNameBytesMax),
    sizeBytes: imported.sizeBytes,
    completed: Math.min(imported.completed ?? 0, completedMax),
    addedAt: imported.addedAt,
    ban: isBanned
      ? {
          reason: banReason === '' ? unknownReason : cut(banReason, failureDetailBytesMax),
          isPublic: banReason !== '',
        }
      : undefined,
  }
}

function startsWith(long: Uint8Array, short: Uint8Array): boolean {
  return Buffer.compare(long.subarray(0, short.length), short) === 0
}

/** The longest beginning of whole characters that has at most `bytesMax` bytes of UTF-8. */
function cut(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > bytesMax) break
    end += character.length
  }
  return text.slice(0, end).trimEnd()
}
