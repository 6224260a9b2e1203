/** What can be wrong with a request about tokens, with what to do next. */
export type TokenErrorCode =
  | 'invalid_label'
  | 'invalid_scopes'
  | 'unknown_token'
  | 'too_many_tokens'

export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly code: TokenErrorCode

  constructor(code: TokenErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
