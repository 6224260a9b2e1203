/**
 * The tokens of the JSON API: made and revoked by the operator, looked up with each request. A token that is revoked is
 * refused from the next request on.
 */
import type { Clock } from '#base/clock'
import { tokenLabelBytesMax, tokensMax } from '#base/limits'
import type { AuditRepository } from '#index/audit/audit-repository'
import { type Token, type TokenScope, tokenScopes } from './token.ts'
import { TokenError } from './token-error.ts'
import type { TokenRepository } from './token-repository.ts'
import { looksLikeToken, newTokenSecret, tokenDigest } from './token-secret.ts'

export type TokensOptions = {
  readonly repository: TokenRepository
  readonly audit: AuditRepository
  readonly clock: Clock
}

/** All reject with StorageError when the database is away, and with TokenError where what is asked cannot be. */
export type Tokens = {
  /** The secret is given this once. */
  readonly create: (
    label: string,
    scopes: readonly TokenScope[],
    actor: string,
  ) => Promise<{ readonly token: Token; readonly secret: string }>
  /** The token that is in force with this secret. */
  readonly authenticate: (secret: string) => Promise<Token | undefined>
  readonly list: () => Promise<readonly Token[]>
  readonly revoke: (tokenId: number, actor: string) => Promise<Token>
}

/** Seconds between two notes of when a token was used: one write an hour, not one a request. */
const usedEverySeconds = 3600

export function createTokens({ repository, audit, clock }: TokensOptions): Tokens {
  return {
    create: async (label, scopes, actor) => {
      const wanted = tokenScopes.filter((scope) => scopes.includes(scope))
      check(label, wanted, await repository.list())
      const secret = newTokenSecret()
      const createdAt = clock.nowSeconds()
      const digest = tokenDigest(secret)
      const token = await repository.add({ label, scopes: wanted, digest, createdAt })
      const detail = `${label}: ${wanted.join(' ')}`
      await audit.append([
        { at: createdAt, actor, action: 'token.create', target: `${token.id}`, detail },
      ])
      return { token, secret }
    },
    authenticate: async (secret) => {
      if (!looksLikeToken(secret)) return undefined
      const token = await repository.find(tokenDigest(secret))
      if (token === undefined || token.revokedAt !== undefined) return undefined
      const now = clock.nowSeconds()
      // A database that is full can still say who may read.
      if ((token.usedAt ?? 0) + usedEverySeconds <= now)
        await repository.setUsed(token.id, now).catch(() => undefined)
      return token
    },
    list: () => repository.list(),
    revoke: async (tokenId, actor) => {
      const at = clock.nowSeconds()
      const token = await repository.revoke(tokenId, at)
      if (token === undefined)
        throw new TokenError('unknown_token', `there is no token ${tokenId}; list them to see all`)
      const entry = { at, actor, action: 'token.revoke', target: `${tokenId}` }
      await audit.append([{ ...entry, detail: token.label }])
      return token
    },
  }
}

/** Throws TokenError. */
function check(label: string, scopes: readonly TokenScope[], present: readonly Token[]): void {
  const bytes = Buffer.byteLength(label)
  if (label.trim() === '' || bytes > tokenLabelBytesMax || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(label))
    throw new TokenError(
      'invalid_label',
      `the label must be one line of at most ${tokenLabelBytesMax} bytes; say what the token is for`,
    )
  if (scopes.length === 0)
    throw new TokenError(
      'invalid_scopes',
      `the token would be allowed nothing; give it at least one of ${tokenScopes.join(', ')}`,
    )
  if (present.filter(({ revokedAt }) => revokedAt === undefined).length >= tokensMax)
    throw new TokenError(
      'too_many_tokens',
      `there are ${tokensMax} tokens already; revoke those that are no longer used`,
    )
}
