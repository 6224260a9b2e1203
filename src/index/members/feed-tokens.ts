/** The tokens in the addresses of members' own feeds. */
import type { Clock } from '#base/clock'
import type { AuditRepository } from '#index/audit/audit-repository'
import { looksLikeFeedToken, newFeedToken } from './feed-token.ts'
import type { FeedTokenRepository } from './feed-token-repository.ts'
import type { Member } from './member.ts'
import { isLetIn } from './member-ban.ts'
import { memberLabel } from './member-parts.ts'

/** All reject with StorageError. */
export type FeedTokens = {
  /** Whose it is; undefined for a token that was revoked, and for a member who is kept out. */
  readonly memberByToken: (token: string) => Promise<Member | undefined>
  /** Made when it is asked for the first time. */
  readonly tokenOf: (member: Pick<Member, 'id'>) => Promise<string>
  /** The new one; the one before is refused from now on. */
  readonly reset: (member: Pick<Member, 'id'>) => Promise<string>
}

export type FeedTokensOptions = {
  readonly repository: FeedTokenRepository
  readonly audit: AuditRepository
  readonly clock: Clock
}

export function createFeedTokens({ repository, audit, clock }: FeedTokensOptions): FeedTokens {
  return {
    memberByToken: async (token) => {
      const owner = looksLikeFeedToken(token) ? await repository.owner(token) : undefined
      return owner !== undefined && isLetIn(owner, clock.nowSeconds()) ? owner : undefined
    },
    tokenOf: async ({ id }) =>
      (await repository.find(id)) ??
      (await repository.replace(id, undefined, newFeedToken())) ??
      '',
    reset: async (member) => {
      const before = await repository.find(member.id)
      const token = (await repository.replace(member.id, before, newFeedToken())) ?? ''
      const [at, actor] = [clock.nowSeconds(), memberLabel(member)]
      await audit.append([{ at, actor, action: 'member.feed', target: actor, detail: 'made anew' }])
      return token
    },
  }
}
