/** What cannot be done with a petition, with a message for whoever asked for it. */

export const petitionErrorCodes = [
  'unknown_petition',
  'invalid_petition',
  /** There is nothing to expunge, or nothing to restore. */
  'invalid_target',
  'too_little_power',
  /** The same member has opened one of the target already, or there is the one that a torrent can have. */
  'already_open',
  'too_many_petitions',
  'already_voted',
  'too_many_votes',
  /** It is not, or no longer, in a state in which this can be done. */
  'wrong_state',
  'too_late',
] as const
export type PetitionErrorCode = (typeof petitionErrorCodes)[number]

export class PetitionError extends Error {
  override readonly name = 'PetitionError'
  readonly code: PetitionErrorCode

  constructor(code: PetitionErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
