/**
 * What can be wrong with a request about blocks: a stable code for programs, and for people a line that says what is
 * wrong and what to do next.
 */
export type BlockErrorCode =
  | 'invalid_target'
  | 'invalid_reason'
  | 'invalid_end'
  | 'unknown_block'
  | 'listed_block'
  | 'too_many_blocks'
  | 'info_hashes_served'
  | 'not_measured'
  | 'no_tracker'
  | 'not_saved'

export class BlockError extends Error {
  override readonly name = 'BlockError'
  readonly code: BlockErrorCode

  constructor(code: BlockErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
