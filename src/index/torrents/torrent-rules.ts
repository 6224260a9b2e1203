/**
 * What a registration must be like, in one place for every way that leads to one. A registration that passes
 * is a NewTorrent that any engine can store and the tracker can serve. All of it is pure.
 */
import {
  completedMax,
  metainfoFilesMax,
  metainfoNameBytesMax,
  metainfoPathDepthMax,
} from '#base/limits'
import { failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { torrentNameBytesMax } from '#tracker/wire/torrent-name'
import type { Registration } from './registration.ts'
import type { Ban, NewTorrent, TorrentFile } from './torrent.ts'
import { TorrentError } from './torrent-error.ts'

/** Bytes of one file's path: every component of the most and the longest. */
const pathBytesMax = metainfoPathDepthMax * (metainfoNameBytesMax + 1)

/** The registration as a torrent of the moment `nowSeconds`. Throws TorrentError for the first fault. */
export function newTorrent(registration: Registration, nowSeconds: number): NewTorrent {
  const { infoHash, infoHashV2, name, sizeBytes, pieceLengthBytes, files, ban } = registration
  const { completed = 0, addedAt = nowSeconds, isPrivate = false } = registration
  checkedName(name)
  checkNumber('the size', sizeBytes)
  checkNumber('the piece length', pieceLengthBytes)
  checkNumber('the number of completions', completed, completedMax)
  checkNumber('the time of registration', addedAt)
  if (files !== undefined) checkFiles(files)
  return {
    infoHash: announcedHash(infoHash, infoHashV2),
    infoHashV2,
    name,
    sizeBytes,
    pieceLengthBytes,
    isPrivate,
    files,
    completed,
    // The clocks of other trackers may be ahead.
    addedAt: Math.min(addedAt, nowSeconds),
    ban: ban === undefined ? undefined : newBan(ban.reason, ban.isPublic, nowSeconds),
  }
}

/** Throws TorrentError where the reason cannot be shown to clients. */
export function newBan(reason: string, isPublic: boolean, bannedAt: number): Ban {
  return { reason: checkedReason(reason), isPublic, bannedAt }
}

/** The reason itself, which fits what a client is told of a ban. Throws TorrentError. */
export function checkedReason(reason: string): string {
  const problem = textProblem(reason, failureDetailBytesMax)
  if (problem === undefined) return reason
  throw new TorrentError(
    'invalid_reason',
    `the reason ${problem}; give one line of at most ${failureDetailBytesMax} bytes`,
  )
}

/** The name itself. Throws TorrentError. */
export function checkedName(name: string): string {
  const problem = textProblem(name, torrentNameBytesMax)
  if (problem === undefined) return name
  throw new TorrentError(
    'invalid_name',
    `the name ${problem}; give one line of at most ${torrentNameBytesMax} bytes`,
  )
}

/** Completes "the name …", or undefined where the text is one line of at most `bytesMax` bytes. */
function textProblem(text: string, bytesMax: number): string | undefined {
  if (text.trim() === '') return 'is empty'
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return 'has a line end or another control character'
  if (!text.isWellFormed()) return 'is not well-formed Unicode'
  const bytes = Buffer.byteLength(text)
  return bytes > bytesMax ? `has ${bytes} bytes` : undefined
}

/** The hash that version 1 announces, or what clients announce where there is version 2 only (BEP 52). */
function announcedHash(
  infoHash: Uint8Array | undefined,
  infoHashV2: Uint8Array | undefined,
): Uint8Array {
  const hash = infoHash ?? infoHashV2?.subarray(0, 20)
  if (hash?.length === 20 && (infoHashV2 === undefined || infoHashV2.length === 32)) return hash
  const problem = hash === undefined ? 'there is no info-hash' : 'an info-hash has the wrong length'
  throw new TorrentError(
    'invalid_info_hash',
    `${problem}; give the 20 bytes of version 1, the 32 bytes of version 2, or both`,
  )
}

function checkNumber(what: string, value: number | undefined, max = Number.MAX_SAFE_INTEGER): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0 && value <= max)) return
  throw new TorrentError(
    'invalid_number',
    `${what} is ${value}; give a whole number from 0 to ${max}, or leave it out`,
  )
}

function checkFiles(files: readonly TorrentFile[]): void {
  if (files.length > metainfoFilesMax) throw invalidFiles(`there are ${files.length} files`)
  for (const { path, sizeBytes } of files) {
    checkNumber('the size of a file', sizeBytes)
    if (path === '' || path.includes('\0') || Buffer.byteLength(path) > pathBytesMax)
      throw invalidFiles('a path is empty, too long or has a NUL')
  }
}

function invalidFiles(problem: string): TorrentError {
  return new TorrentError('invalid_files', `${problem}; leave the list of files out, or correct it`)
}
