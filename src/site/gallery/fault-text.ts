/** What is wrong with what somebody sent. Both throw the error itself where it is no fault of theirs. */
import { GalleryError } from '#index/galleries/gallery-error'
import { PetitionError } from '#index/petitions/petition-error'
import { TorrentError } from '#index/torrents/torrent-error'
import { sentence } from '../format/sentence.ts'

/** As a sentence. */
export function faultText(error: unknown): string {
  return sentence(faultOf(error).message)
}

export function faultOf(error: unknown): { readonly code: string; readonly message: string } {
  const isTheirs =
    error instanceof GalleryError || error instanceof TorrentError || error instanceof PetitionError
  if (isTheirs) return error
  throw error
}
