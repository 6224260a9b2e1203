/** Who calls the API through site.listen: whoever holds a token that was not revoked and allows it. */
import { type TokenScope, tokenLabel } from '#index/tokens/token'
import type { Tokens } from '#index/tokens/tokens'
import { Problem } from './problem.ts'

export type Caller = {
  /** For the audit log. */
  readonly actor: string
  /** Whose token it is; undefined for one that the operator made. */
  readonly memberId: number | undefined
}

/** Throws Problem; rejects with StorageError when the database is away. */
export async function authenticate(
  tokens: Tokens,
  authorization: string | undefined,
  scope: TokenScope,
): Promise<Caller> {
  const [, secret] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  if (secret === undefined) throw missingToken
  const token = await tokens.authenticate(secret)
  if (token === undefined) throw refusedToken
  if (!token.scopes.includes(scope))
    throw new Problem(
      403,
      'scope_missing',
      `this token does not allow ${scope}; make one that does: waggle token create --scope ${scope} --label TEXT`,
    )
  return { actor: tokenLabel(token), memberId: token.memberId }
}

const missingToken = new Problem(
  401,
  'token_missing',
  'send a token: "Authorization: Bearer TOKEN"; the operator makes one with: waggle token create',
)

const refusedToken = new Problem(
  401,
  'token_refused',
  'this token is unknown or was revoked; ask the operator for another',
)
