/** What the tokens of the API need of a database. */
import type { EntriesOf } from '#index/audit/audit-repository'
import type { NewToken, Token } from './token.ts'

export type TokenRepository = {
  readonly add: (token: NewToken, log?: EntriesOf<Token>) => Promise<Token>
  /** The token with this digest, revoked ones too. */
  readonly find: (digest: Uint8Array) => Promise<Token | undefined>
  /** All that the operator made, revoked ones too, by ascending id. */
  readonly list: () => Promise<readonly Token[]>
  /** The same of one member. */
  readonly listOf: (memberId: number) => Promise<readonly Token[]>
  /** The token as it is then; one that was revoked before keeps its time. Undefined where there is none. */
  readonly revoke: (
    tokenId: number,
    revokedAt: number,
    log?: EntriesOf<Token>,
  ) => Promise<Token | undefined>
  readonly setUsed: (tokenId: number, usedAt: number) => Promise<void>
}
