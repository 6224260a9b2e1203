/** What cannot be done with a gallery or one of its torrents, with a message for whoever asked for it. */

export const galleryErrorCodes = [
  'unknown_gallery',
  'unknown_owner',
  'unknown_torrent',
  'invalid_gallery',
  'invalid_cover',
  'covers_busy',
  'invalid_torrent',
  'unknown_parent',
  'not_current',
  'id_taken',
  'external_id_taken',
  'gone_torrent',
  'too_late',
] as const
export type GalleryErrorCode = (typeof galleryErrorCodes)[number]

export class GalleryError extends Error {
  override readonly name = 'GalleryError'
  readonly code: GalleryErrorCode

  constructor(code: GalleryErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
