/**
 * What can be wrong with a request about torrents: a stable code for programs, and for people a line that says what is
 * wrong and what to do next.
 */
export type TorrentErrorCode =
  | 'invalid_info_hash'
  | 'invalid_name'
  | 'invalid_reason'
  | 'invalid_number'
  | 'invalid_files'
  | 'invalid_torrent_file'
  | 'unknown_torrent'
  | 'removed_torrent'
  | 'too_late'
  | 'catalogue_full'

export class TorrentError extends Error {
  override readonly name = 'TorrentError'
  readonly code: TorrentErrorCode

  constructor(code: TorrentErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
