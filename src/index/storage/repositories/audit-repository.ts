/** The log of who changed what, in the database. Nothing here changes or deletes an entry. */
import type { Transaction } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { AuditEntry, AuditRepository, EntriesOf } from '#index/audit/audit-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { readPageMark, writePageMark } from './page-mark.ts'

const columns = ['id', 'at', 'actor', 'action', 'target', 'detail'] as const

/** The name of its pages' marks. */
const order = 'audit'

export function createAuditRepository({ read, write }: Access): AuditRepository {
  const page: AuditRepository['list'] = ({ after, limit }) =>
    read(async (reader) => {
      assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
      const before = after === undefined ? undefined : readPageMark(after, order, 'number').id
      const rows = await reader
        .selectFrom('audit_log')
        .select(columns)
        .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        entries: rows.slice(0, limit).map(entryOf),
        next: last && writePageMark({ order, key: last.id, id: last.id }),
      }
    })
  return {
    append: (entries) => write((transaction) => insertAuditEntries(transaction, entries)),
    about: (labels, afterId, limit) =>
      read((reader) =>
        reader
          .selectFrom('audit_log')
          .select(columns)
          .where((entry) => entry.or([entry('actor', 'in', labels), entry('target', 'in', labels)]))
          .where('id', '>', afterId)
          .orderBy('id')
          .limit(limit)
          .execute(),
      ),
    latest: async (limit) => (await page({ after: undefined, limit })).entries,
    list: page,
  }
}

/** In a transaction that does what they tell of. */
export async function insertAuditEntries(
  transaction: Transaction<Tables>,
  entries: readonly AuditEntry[],
): Promise<void> {
  for (const chunk of chunksOf(entries.map(storedEntry), columns.length))
    await transaction.insertInto('audit_log').values(chunk).execute()
}

/** What came of a change, once the log has what `entriesOf` it says. */
export async function logged<Outcome>(
  transaction: Transaction<Tables>,
  outcome: Outcome,
  entriesOf: EntriesOf<NonNullable<Outcome>> | undefined,
): Promise<Outcome> {
  if (outcome !== undefined && outcome !== null && entriesOf !== undefined)
    await insertAuditEntries(transaction, entriesOf(outcome))
  return outcome
}

function entryOf({ at, actor, action, target, detail }: AuditEntry): AuditEntry {
  return { at, actor, action, target, detail }
}

function storedEntry({ at, actor, action, target, detail }: AuditEntry): AuditEntry {
  return {
    at,
    actor: storedText(actor),
    action: storedText(action),
    target: storedText(target),
    detail: storedText(detail),
  }
}
