/**
 * The tokens of the JSON API: made and revoked by the operator, and by members for what they may do themselves; looked up
 * with each request. A token that is revoked is refused from the next request on, and so are those of a member who is kept
 * out.
 */
import type { Clock } from '#base/clock'
import { memberTokensMax, tokenLabelBytesMax, tokensMax } from '#base/limits'
import type { Member } from '#index/members/member'
import { isLetIn } from '#index/members/member-ban'
import { memberLabel } from '#index/members/member-parts'
import type { MemberRepository } from '#index/members/member-repository'
import { scopesOf } from './scope-permissions.ts'
import { type NewToken, type Token, type TokenScope, tokenScopes } from './token.ts'
import { TokenError } from './token-error.ts'
import type { TokenRepository } from './token-repository.ts'
import { looksLikeToken, newTokenSecret, tokenDigest } from './token-secret.ts'

export type TokensOptions = {
  readonly repository: TokenRepository
  readonly clock: Clock
  /** Whose tokens there are, beside the operator's. */
  readonly members: Pick<MemberRepository, 'findById'>
}

type NewSecret = { readonly token: Token; readonly secret: string }

/** All reject with StorageError when the database is away, and with TokenError where what is asked cannot be. */
export type Tokens = {
  /** The secret is given this once. */
  readonly create: (
    label: string,
    scopes: readonly TokenScope[],
    actor: string,
  ) => Promise<NewSecret>
  /** The same for a member, with no more scopes than those of `scopesOf` their role. */
  readonly createFor: (
    member: Member,
    label: string,
    scopes: readonly TokenScope[],
  ) => Promise<NewSecret>
  /** The token that is in force with this secret, with what it allows now. */
  readonly authenticate: (secret: string) => Promise<Token | undefined>
  /** Those of the operator. */
  readonly list: () => Promise<readonly Token[]>
  /** Those of a member. */
  readonly listOf: (memberId: number) => Promise<readonly Token[]>
  readonly revoke: (tokenId: number, actor: string) => Promise<Token>
  /** Where it is not this member's, or was revoked, nothing happens. */
  readonly revokeOf: (member: Member, tokenId: number) => Promise<void>
}

/** Seconds between two notes of when a token was used: one write an hour, not one a request. */
const usedEverySeconds = 3600

export function createTokens({ repository, clock, members }: TokensOptions): Tokens {
  const add = async (facts: Pick<NewToken, 'label' | 'scopes' | 'memberId'>, actor: string) => {
    const secret = newTokenSecret()
    const createdAt = clock.nowSeconds()
    // The words of a member are theirs alone, and go with the account.
    const label = facts.memberId === undefined ? `${facts.label}: ` : ''
    const entry = { actor, action: 'token.create', detail: `${label}${facts.scopes.join(' ')}` }
    const fresh = { ...facts, digest: tokenDigest(secret), createdAt }
    const token = await repository.add(fresh, ({ id }) => [
      { at: clock.nowSeconds(), target: `${id}`, ...entry },
    ])
    return { token, secret }
  }
  const revoke = async (tokenId: number, actor: string): Promise<Token> => {
    const at = clock.nowSeconds()
    const token = await repository.revoke(tokenId, at, ({ memberId, label }) => {
      const detail = memberId === undefined ? label : ''
      return [
        { at: clock.nowSeconds(), actor, action: 'token.revoke', target: `${tokenId}`, detail },
      ]
    })
    if (token !== undefined) return token
    throw new TokenError('unknown_token', `there is no token ${tokenId}; list them to see all`)
  }
  return {
    create: async (label, scopes, actor) => {
      const wanted = tokenScopes.filter((scope) => scopes.includes(scope))
      check(label, wanted, {
        allowed: tokenScopes,
        present: await repository.list(),
        max: tokensMax,
      })
      return await add({ label, scopes: wanted, memberId: undefined }, actor)
    },
    createFor: async (member, label, scopes) => {
      const allowed = scopesOf(member.role)
      const wanted = allowed.filter((scope) => scopes.includes(scope))
      const present = await repository.listOf(member.id)
      check(label, wanted, { allowed, present, max: memberTokensMax })
      return await add({ label, scopes: wanted, memberId: member.id }, memberLabel(member))
    },
    authenticate: async (secret) => {
      if (!looksLikeToken(secret)) return undefined
      const found = await repository.find(tokenDigest(secret))
      if (found === undefined || found.revokedAt !== undefined) return undefined
      const now = clock.nowSeconds()
      const token = await allowedNow(members, found, now)
      // A database that is full can still say who may read.
      if (token !== undefined && (token.usedAt ?? 0) + usedEverySeconds <= now)
        await repository.setUsed(token.id, now).catch(() => undefined)
      return token
    },
    list: () => repository.list(),
    listOf: (memberId) => repository.listOf(memberId),
    revoke,
    revokeOf: async (member, tokenId) => {
      const own = await repository.listOf(member.id)
      const token = own.find(({ id }) => id === tokenId)
      if (token?.revokedAt === undefined && token !== undefined)
        await revoke(tokenId, memberLabel(member))
    },
  }
}

/** The token with what its member may do now; undefined where the member may do nothing. */
async function allowedNow(
  members: TokensOptions['members'],
  token: Token,
  nowSeconds: number,
): Promise<Token | undefined> {
  if (token.memberId === undefined) return token
  const member = await members.findById(token.memberId)
  if (member === undefined || !isLetIn(member, nowSeconds)) return undefined
  const allowed = scopesOf(member.role)
  return { ...token, scopes: token.scopes.filter((scope) => allowed.includes(scope)) }
}

type Bounds = {
  readonly allowed: readonly TokenScope[]
  readonly present: readonly Token[]
  readonly max: number
}

/** Throws TokenError. */
function check(
  label: string,
  scopes: readonly TokenScope[],
  { allowed, present, max }: Bounds,
): void {
  const bytes = Buffer.byteLength(label)
  if (label.trim() === '' || bytes > tokenLabelBytesMax || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(label))
    throw new TokenError(
      'invalid_label',
      `the label must be one line of at most ${tokenLabelBytesMax} bytes; say what the token is for`,
    )
  if (scopes.length === 0)
    throw new TokenError(
      'invalid_scopes',
      `the token would be allowed nothing; give it at least one of ${allowed.join(', ')}`,
    )
  if (present.filter(({ revokedAt }) => revokedAt === undefined).length >= max)
    throw new TokenError(
      'too_many_tokens',
      `there are ${max} tokens already; revoke those that are no longer used`,
    )
}
