/** What is wrong with what somebody sent. Both throw the error itself where it is no fault of theirs. */
import { GalleryError } from '#index/galleries/gallery-error'
import { TorrentError } from '#index/torrents/torrent-error'
import { sentence } from '../registered/sentence.ts'

/** As a sentence. */
export function faultText(error: unknown): string {
  return sentence(faultOf(error).message)
}

export function faultOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof GalleryError || error instanceof TorrentError) return error
  throw error
}
