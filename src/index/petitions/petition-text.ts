/** What people write in petitions, as it is kept, and what the world is told when something is expunged. Pure. */
import { memberReasonCharactersMax, petitionTextCharactersMax } from '#base/limits'
import { GalleryError } from '#index/galleries/gallery-error'
import { checkedText } from '#index/galleries/gallery-text'
import { failureDetailBytesMax } from '#tracker/wire/failure-detail'
import type { Petition } from './petition.ts'
import { PetitionError } from './petition-error.ts'

/** Throws PetitionError `invalid_petition`. `what` begins the message: `the explanation`. */
export function checkedPetitionText(given: string, what: string): string {
  return asPetitionFault(() =>
    checkedText(given, { what, charactersMax: petitionTextCharactersMax, hasLines: true }),
  )
}

/** One line, which may be empty. Throws PetitionError. */
export function checkedVerdict(given: string): string {
  return asPetitionFault(() =>
    checkedText(given, {
      what: 'the reason',
      charactersMax: memberReasonCharactersMax,
      mayBeEmpty: true,
    }),
  )
}

function asPetitionFault(check: () => string): string {
  try {
    return check()
  } catch (error) {
    if (error instanceof GalleryError) throw new PetitionError('invalid_petition', error.message)
    throw error
  }
}

/**
 * Why its target is expunged: one line that clients of a torrent can show as a whole. `given` is what an uploader says who
 * takes out what is their own.
 */
export function expungeReason(petition: Petition, given?: string): string {
  const { id, explanation, decision } = petition
  const said = given || decision?.verdict || (isOfOther(petition) ? uploaderReason : explanation)
  return oneLine(said || `petition ${id}`)
}

const uploaderReason = 'its uploader took it out'

/** Whether an uploader's vote ended what somebody else had opened: the explanation is not theirs. */
function isOfOther({ ending, votes, starter }: Petition): boolean {
  return ending?.by === 'uploader' && votes.at(-1)?.by.id !== starter.id
}

function oneLine(said: string): string {
  return cut(said.replaceAll(/\s+/gu, ' ').trim(), failureDetailBytesMax)
}

function cut(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(`${kept}${character}…`) > bytesMax) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}
