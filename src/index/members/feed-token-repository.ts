/** What the tokens of feeds need of a database. */
import type { Member } from './member.ts'

export type FeedTokenRepository = {
  readonly find: (memberId: number) => Promise<string | undefined>
  /** In place of `before`; where that is no longer the member's, nothing is changed. The token as it is then. */
  readonly replace: (
    memberId: number,
    before: string | undefined,
    token: string,
  ) => Promise<string | undefined>
  readonly owner: (token: string) => Promise<Member | undefined>
}
