/** The tokens of feeds in the database. */
import type { FeedTokenRepository } from '#index/members/feed-token-repository'
import type { Access } from '../access.ts'
import { memberColumns, memberOf } from './member-row.ts'

export function createFeedTokenRepository({ read, write }: Access): FeedTokenRepository {
  return {
    find: (memberId) =>
      read(async (reader) => {
        const found = reader.selectFrom('members').select('feed_token').where('id', '=', memberId)
        return (await found.executeTakeFirst())?.feed_token ?? undefined
      }),
    replace: (memberId, before, token) =>
      write(async (transaction) => {
        await transaction
          .updateTable('members')
          .set({ feed_token: token })
          .where('id', '=', memberId)
          .where('state', '<>', 'deleted')
          .where('feed_token', before === undefined ? 'is' : '=', before ?? null)
          .execute()
        const now = transaction.selectFrom('members').select('feed_token')
        return (await now.where('id', '=', memberId).executeTakeFirst())?.feed_token ?? undefined
      }),
    owner: (token) =>
      read(async (reader) => {
        const found = reader.selectFrom('members').select(memberColumns)
        const row = await found.where('feed_token', '=', token).executeTakeFirst()
        return row && memberOf(row)
      }),
  }
}
