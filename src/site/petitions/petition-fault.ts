/** What is wrong with what somebody asked of a petition, as a sentence. Throws the error itself where it is no fault of theirs. */
import { GalleryError } from '#index/galleries/gallery-error'
import { PetitionError } from '#index/petitions/petition-error'
import { sentence } from '../format/sentence.ts'

export function petitionFault(error: unknown): string {
  if (error instanceof PetitionError || error instanceof GalleryError)
    return sentence(error.message)
  throw error
}
