/** The links that set a password, in the database. */
import type { Kysely, Transaction } from 'kysely'
import type { LinkRepository } from '#index/members/link-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import {
  endAccess,
  holdMember,
  insertMember,
  memberColumns,
  memberOf,
  removeLinks,
} from './member-row.ts'

export function createLinkRepository({ read, write }: Access): LinkRepository {
  return {
    add: ({ digest, kind, memberId, createdAt, expiresAt, sentTo }) =>
      write(async (transaction) => {
        const member = memberId === undefined ? undefined : await holdMember(transaction, memberId)
        if (sentTo !== undefined && member?.email !== storedText(sentTo)) return false
        await transaction.deleteFrom('member_links').where('expires_at', '<=', createdAt).execute()
        if (memberId === undefined) await removeAdministratorLinks(transaction)
        else await removeLinks(transaction, memberId)
        const times = { created_at: createdAt, expires_at: expiresAt }
        await transaction
          .insertInto('member_links')
          .values({ hash: digest, kind, member_id: memberId ?? null, ...times })
          .execute()
        return true
      }),
    find: (digest) =>
      read(async (reader) => {
        const link = await reader
          .selectFrom('member_links')
          .select(['kind', 'member_id', 'expires_at'])
          .where('hash', '=', digest)
          .executeTakeFirst()
        if (link === undefined) return undefined
        const { kind, member_id, expires_at: expiresAt } = link
        const row = await reader
          .selectFrom('members')
          .select(memberColumns)
          .where('id', '=', member_id)
          .executeTakeFirst()
        return { kind, expiresAt, member: row && memberOf(row) }
      }),
    setPassword: (digest, nowSeconds, passwordHash) =>
      write(async (transaction) => {
        const found = transaction.selectFrom('member_links').select('member_id')
        const memberId = (await found.where('hash', '=', digest).executeTakeFirst())?.member_id
        if (memberId === undefined || memberId === null) return undefined
        await holdMember(transaction, memberId)
        if ((await takeLink(transaction, digest, nowSeconds)) === undefined) return undefined
        await endAccess(transaction, memberId)
        const row = await transaction
          .updateTable('members')
          .set({ password_hash: passwordHash })
          .where('id', '=', memberId)
          .where('state', '=', 'active')
          .returning(memberColumns)
          .executeTakeFirst()
        return row && memberOf(row)
      }),
    addFirst: (digest, nowSeconds, { member, roles }) =>
      write(async (transaction) => {
        const link = await takeLink(transaction, digest, nowSeconds)
        if (link?.kind !== 'administrator') return 'gone'
        const present = transaction.selectFrom('members').select('id').where('role', 'in', roles)
        const first = await present.where('state', '=', 'active').executeTakeFirst()
        if (first !== undefined) return 'gone'
        const added = await insertMember(transaction, member)
        if (added === undefined) return 'name_taken'
        await removeAdministratorLinks(transaction)
        return added
      }),
    removeAdministratorLinks: () => write(removeAdministratorLinks),
  }
}

/** The link, which nobody else can use until this transaction has ended. */
async function takeLink(transaction: Transaction<Tables>, digest: Uint8Array, nowSeconds: number) {
  return await transaction
    .updateTable('member_links')
    // A change of nothing holds the row on both engines.
    .set((link) => ({ expires_at: link.ref('expires_at') }))
    .where('hash', '=', digest)
    .where('expires_at', '>', nowSeconds)
    .returning(['kind', 'member_id'])
    .executeTakeFirst()
}

async function removeAdministratorLinks(database: Kysely<Tables>): Promise<void> {
  await database.deleteFrom('member_links').where('kind', '=', 'administrator').execute()
}
