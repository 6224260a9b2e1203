/** Why one file of an upload is not taken: a stable code, and sentences for whoever sent it. */
import type { GalleryTorrent } from './gallery-torrent.ts'

export class UploadRefusal extends Error {
  override readonly name = 'UploadRefusal'
  readonly code: string
  /** What is there already. */
  readonly existing: GalleryTorrent | undefined

  constructor(code: string, message: string, existing?: GalleryTorrent) {
    super(message)
    this.code = code
    this.existing = existing
  }
}
