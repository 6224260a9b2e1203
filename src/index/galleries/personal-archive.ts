/**
 * A ZIP of all personal files of a member, made while it is sent: one torrent is in memory at a time, and beside it what
 * the archive's directory will say of those before. Newest first, so that what a limit leaves out is the oldest; a text in
 * the archive says so.
 */
import { Zip, ZipPassThrough } from 'fflate'
import { archiveBytesMax, archiveFilesMax } from '#base/limits'
import { GalleryError } from './gallery-error.ts'
import type { GalleryTorrent } from './gallery-torrent.ts'
import type { GalleryTorrentRepository } from './gallery-torrent-repository.ts'
import type { TorrentDownload } from './gallery-torrents.ts'
import { announceKeyOf, type DownloadParts, personalFileWith } from './torrent-downloads.ts'
import { UniqueNames } from './unique-names.ts'

/** Torrents that are read at once, without their files. */
const pageLength = 200

/** Beyond these the format has no date. */
const dateMin = Date.UTC(1981, 0)
const dateMax = Date.UTC(2098, 0)

export type ArchiveLimits = { readonly filesMax: number; readonly bytesMax: number }

const usualLimits: ArchiveLimits = { filesMax: archiveFilesMax, bytesMax: archiveBytesMax }

/** Rejects with GalleryError where there is no such member. */
export async function* personalArchive(
  memberId: number,
  parts: DownloadParts,
  limits = usualLimits,
): AsyncGenerator<Uint8Array> {
  const member = await announceKeyOf(memberId, parts)
  const archive = new Archive(limits)
  let latest = 0
  for await (const torrent of torrentsOf(memberId, parts.repository)) {
    latest = Math.max(latest, torrent.addedAt)
    if (archive.isFull) {
      archive.add({ fileName: noteName, bytes: Buffer.from(noteText(archive.files)) }, latest)
      break
    }
    const file = await unlessGone(personalFileWith(torrent, member, parts))
    if (file !== undefined) archive.add(file, torrent.addedAt)
    yield* archive.take()
  }
  archive.end()
  yield* archive.take()
}

async function* torrentsOf(
  memberId: number,
  repository: GalleryTorrentRepository,
): AsyncGenerator<GalleryTorrent> {
  for (let after: GalleryTorrent | undefined; ; ) {
    const page = await repository.ofMember(memberId, after, pageLength)
    yield* page
    after = page.at(-1)
    if (page.length < pageLength) return
  }
}

/** Somebody takes a torrent out while the archive is made. */
async function unlessGone(file: Promise<TorrentDownload>): Promise<TorrentDownload | undefined> {
  try {
    return await file
  } catch (error) {
    if (error instanceof GalleryError) return undefined
    throw error
  }
}

class Archive {
  readonly #names = new UniqueNames()
  readonly #zip: Zip
  #pieces: Uint8Array[] = []
  readonly #limits: ArchiveLimits
  #bytes = 0
  #files = 0

  constructor(limits: ArchiveLimits) {
    this.#limits = limits
    this.#zip = new Zip((error, piece) => {
      if (error !== null) throw error
      this.#pieces.push(piece)
      this.#bytes += piece.length
    })
  }

  get files(): number {
    return this.#files
  }

  get isFull(): boolean {
    const { filesMax, bytesMax } = this.#limits
    return this.#files >= filesMax || this.#bytes >= bytesMax
  }

  /** As it is: a torrent is made of hashes, which nothing makes smaller. */
  add({ fileName, bytes }: TorrentDownload, atSeconds: number): void {
    const file = new ZipPassThrough(this.#names.take(fileName))
    file.mtime = Math.min(Math.max(atSeconds * 1000, dateMin), dateMax)
    this.#zip.add(file)
    file.push(bytes, true)
    this.#files++
  }

  end(): void {
    this.#zip.end()
  }

  /** What is ready to be sent. */
  take(): readonly Uint8Array[] {
    const ready = this.#pieces
    this.#pieces = []
    return ready
  }
}

const noteName = 'NOT ALL TORRENTS ARE HERE.txt'

function noteText(files: number): string {
  return `An archive holds ${files} torrents at most: these are the newest. Download the others one by one.\n`
}
