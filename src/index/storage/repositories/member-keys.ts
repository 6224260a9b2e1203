/** The keys of members' torrents in the database, and those that were revoked. */
import type { Kysely, Transaction } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { StoredMemberKey } from '#index/members/member-changes'
import type { KeyReplacement, MemberRepository } from '#index/members/member-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { memberColumns, memberOf } from './member-row.ts'

type MemberKeys = Pick<
  MemberRepository,
  'torrentKey' | 'memberKeysAfter' | 'replaceTorrentKey' | 'keyResets' | 'ownerOfRevokedKey'
>

export function createMemberKeys({ read, write }: Access): MemberKeys {
  return {
    torrentKey: (memberId) =>
      read(async (reader) => {
        const found = reader.selectFrom('members').select('torrent_key').where('id', '=', memberId)
        return (await found.executeTakeFirst())?.torrent_key
      }),
    memberKeysAfter: (memberId, limit) => read((reader) => listKeysAfter(reader, memberId, limit)),
    replaceTorrentKey: (memberId, replacement) =>
      write((transaction) => replaceTorrentKey(transaction, memberId, replacement)),
    keyResets: (memberId) =>
      read(async (reader) => {
        const resets = reader.selectFrom('revoked_torrent_keys').select('revoked_at')
        const rows = await resets.where('member_id', '=', memberId).orderBy('id', 'desc').execute()
        return rows.map((row) => row.revoked_at)
      }),
    ownerOfRevokedKey: (digest) =>
      read(async (reader) => {
        const found = reader.selectFrom('revoked_torrent_keys').select('member_id')
        const revoked = await found.where('hash', '=', digest).executeTakeFirst()
        if (revoked === undefined) return undefined
        const owner = reader.selectFrom('members').select(memberColumns)
        const row = await owner.where('id', '=', revoked.member_id).executeTakeFirst()
        return row && memberOf(row)
      }),
  }
}

async function listKeysAfter(
  reader: Kysely<Tables>,
  memberId: number,
  limit: number,
): Promise<StoredMemberKey[]> {
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const rows = await reader
    .selectFrom('members')
    .select([...memberColumns, 'torrent_key', 'old_key_mark'])
    .where('id', '>', memberId)
    .where('state', '<>', 'deleted')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => {
    const { id, state, ban } = memberOf(row)
    const oldKeyMark = row.old_key_mark === null ? undefined : new Uint8Array(row.old_key_mark)
    return { memberId: id, key: row.torrent_key, oldKeyMark, state, ban }
  })
}

async function replaceTorrentKey(
  transaction: Transaction<Tables>,
  memberId: number,
  { revoked, revokedDigest, revokedMark, key, at }: KeyReplacement,
): Promise<boolean> {
  const replaced = await transaction
    .updateTable('members')
    .set({ torrent_key: key, old_key_mark: revokedMark })
    .where('id', '=', memberId)
    .where('torrent_key', '=', revoked)
    .returning('id')
    .executeTakeFirst()
  if (replaced === undefined) return false
  await transaction
    .insertInto('revoked_torrent_keys')
    .values({ hash: revokedDigest, member_id: memberId, revoked_at: at })
    .execute()
  return true
}
