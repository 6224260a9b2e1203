/** The tokens of the API in the database. */
import type { Selectable } from 'kysely'
import type { Token, TokenScope } from '#index/tokens/token'
import type { TokenRepository } from '#index/tokens/token-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { logged } from './audit-repository.ts'

const columns = [
  'id',
  'label',
  'scopes',
  'created_at',
  'used_at',
  'revoked_at',
  'member_id',
] as const

type TokenRow = Pick<Selectable<Tables['tokens']>, (typeof columns)[number]>

export function createTokenRepository({ read, write }: Access): TokenRepository {
  return {
    add: ({ label, scopes, digest, createdAt, memberId }, log) =>
      write(async (transaction) => {
        const values = {
          hash: digest,
          label: storedText(label),
          scopes: scopes.join(' '),
          created_at: createdAt,
          member_id: memberId ?? null,
        }
        const added = transaction.insertInto('tokens').values(values).returning(columns)
        return await logged(transaction, tokenOf(await added.executeTakeFirstOrThrow()), log)
      }),
    find: (digest) =>
      read(async (reader) => {
        const found = reader.selectFrom('tokens').select(columns).where('hash', '=', digest)
        const row = await found.executeTakeFirst()
        return row && tokenOf(row)
      }),
    list: () =>
      read(async (reader) => {
        const own = reader.selectFrom('tokens').select(columns).where('member_id', 'is', null)
        return (await own.orderBy('id').execute()).map(tokenOf)
      }),
    listOf: (memberId) =>
      read(async (reader) => {
        const own = reader.selectFrom('tokens').select(columns).where('member_id', '=', memberId)
        return (await own.orderBy('id').execute()).map(tokenOf)
      }),
    revoke: (tokenId, revokedAt, log) =>
      write(async (transaction) => {
        const row = await transaction
          .updateTable('tokens')
          .set((token) => ({
            revoked_at: token.fn.coalesce('revoked_at', token.val(revokedAt)),
          }))
          .where('id', '=', tokenId)
          .returning(columns)
          .executeTakeFirst()
        return await logged(transaction, row && tokenOf(row), log)
      }),
    setUsed: (tokenId, usedAt) =>
      write(async (transaction) => {
        const tokens = transaction.updateTable('tokens').set({ used_at: usedAt })
        await tokens.where('id', '=', tokenId).execute()
      }),
  }
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    label: row.label,
    // What was stored came from this type; a scope that a later version drops allows nothing.
    scopes: row.scopes.split(' ') as TokenScope[],
    createdAt: row.created_at,
    usedAt: row.used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    memberId: row.member_id ?? undefined,
  }
}
