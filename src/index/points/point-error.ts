/** What can be wrong with points that are given or taken: a stable code, and a line that says what to do. */

export type PointErrorCode =
  | 'invalid_amount'
  | 'invalid_reason'
  | 'invalid_key'
  /** Other points were given or taken with the key. */
  | 'key_used'
  /** More is to be taken than there is. */
  | 'too_few_points'

export class PointError extends Error {
  override readonly name = 'PointError'
  readonly code: PointErrorCode

  constructor(code: PointErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
