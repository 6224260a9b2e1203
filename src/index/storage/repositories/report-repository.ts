/** The reports in the database. */
import type { Kysely, Transaction } from 'kysely'
import { assert } from '#base/assert'
import type {
  NewReport,
  Report,
  ReportAct,
  ReportKind,
  ReportReason,
} from '#index/moderation/report'
import type { NewHandling, ReportRepository } from '#index/moderation/report-repository'
import type { Tombstone, TombstoneKind } from '#index/torrents/tombstone'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { logged } from './audit-repository.ts'

export function createReportRepository({ read, write }: Access): ReportRepository {
  return {
    add: (report, rule) => write((transaction) => addReport(transaction, report, rule)),
    find: (reportId) => read((reader) => findReport(reader, reportId)),
    findOpen: ({ kind, id }, reporterId) =>
      read(async (reader) => {
        const open = selectReports(reader).where('reports.state', '=', 'open')
        const row = await open
          .where('reports.kind', '=', kind)
          .where('reports.target_id', '=', id)
          .where('reports.reporter_id', '=', reporterId)
          .executeTakeFirst()
        return row && reportOf(row)
      }),
    open: (afterId, limit) =>
      read(async (reader) => {
        const open = selectReports(reader).where('reports.state', '=', 'open')
        return await reportsOf(
          open.where('reports.id', '>', afterId).orderBy('reports.id').limit(limit),
        )
      }),
    openTotal: () =>
      read(async (reader) => {
        const { total } = await reader
          .selectFrom('reports')
          .select(({ fn }) => fn.countAll<number>().as('total'))
          .where('state', '=', 'open')
          .executeTakeFirstOrThrow()
        return total
      }),
    handled: (limit) =>
      read(async (reader) => {
        const handled = selectReports(reader).where('reports.handled_at', 'is not', null)
        return await reportsOf(
          handled.orderBy('reports.handled_at', 'desc').orderBy('reports.id', 'desc').limit(limit),
        )
      }),
    madeBy: (reporterId, afterId, limit) =>
      read(async (reader) => {
        const own = selectReports(reader).where('reports.reporter_id', '=', reporterId)
        return await reportsOf(
          own.where('reports.id', '>', afterId).orderBy('reports.id').limit(limit),
        )
      }),
    handle: (reportId, handling, log) =>
      write(async (transaction) =>
        logged(transaction, await handleReport(transaction, reportId, handling), log),
      ),
    setHandledAt: (reportId, at) =>
      write(async (transaction) => {
        const together = transaction.updateTable('reports').set({ handled_at: at })
        await together.where('handled_with_id', '=', reportId).execute()
      }),
    reopen: (reportId, log) =>
      write(async (transaction) =>
        logged(transaction, await reopenReport(transaction, reportId), log),
      ),
  }
}

async function addReport(
  transaction: Transaction<Tables>,
  { target, reporterId, reason, text, createdAt }: NewReport,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<Report | 'exists' | 'too_many'> {
  // A change of nothing holds the member on both engines, or two at the same time would be one too many.
  const member = transaction.updateTable('members').set((row) => ({ role: row.ref('role') }))
  await member.where('id', '=', reporterId).execute()
  const { made } = await transaction
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll<number>().as('made'))
    .where('reporter_id', '=', reporterId)
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow()
  if (made >= limit) return 'too_many'
  const row = await transaction
    .insertInto('reports')
    .values({
      kind: target.kind,
      target_id: target.id,
      reporter_id: reporterId,
      reason,
      text: storedText(text),
      created_at: createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return 'exists'
  return await presentReport(transaction, row.id)
}

async function handleReport(
  transaction: Transaction<Tables>,
  reportId: number,
  { state, act, verdict, byId, at, before }: NewHandling,
): Promise<readonly Report[]> {
  const report = await findReport(transaction, reportId)
  if (report === undefined) return []
  const handling = {
    state,
    act,
    verdict: storedText(verdict),
    handled_by_id: byId,
    handled_at: at,
    handled_with_id: reportId,
    ...beforeColumns(before),
  }
  const open = transaction.updateTable('reports').set(handling).where('state', '=', 'open')
  const own = await open.where('id', '=', reportId).returning('id').execute()
  if (own.length === 0) return []
  const { kind, id } = report.target
  if (state === 'accepted')
    await open.where('kind', '=', kind).where('target_id', '=', id).execute()
  return await handledWith(transaction, reportId)
}

function beforeColumns(before: Tombstone | undefined): BeforeColumns {
  return {
    before_kind: before?.kind ?? null,
    before_reason: before === undefined ? null : storedText(before.reason),
    before_at: before?.at ?? null,
    before_purged_at: before?.purgedAt ?? null,
  }
}

async function reopenReport(
  transaction: Transaction<Tables>,
  reportId: number,
): Promise<readonly Report[]> {
  const report = await findReport(transaction, reportId)
  if (report?.handling === undefined) return []
  const together = await handledWith(transaction, report.handling.withId)
  const reopened: Report[] = []
  for (const { id, target, reporter } of together) {
    const row = await transaction
      .updateTable('reports')
      .set({
        state: 'open',
        act: null,
        verdict: null,
        handled_by_id: null,
        handled_at: null,
        handled_with_id: null,
        ...beforeColumns(undefined),
      })
      .where('id', '=', id)
      .where((own) =>
        own.not(
          own.exists(
            own
              .selectFrom('reports as later')
              .select('later.id')
              .where('later.state', '=', 'open')
              .where('later.kind', '=', target.kind)
              .where('later.target_id', '=', target.id)
              .where('later.reporter_id', '=', reporter.id),
          ),
        ),
      )
      .returning('id')
      .executeTakeFirst()
    if (row !== undefined) reopened.push(await presentReport(transaction, row.id))
  }
  return reopened
}

async function handledWith(reader: Kysely<Tables>, reportId: number): Promise<readonly Report[]> {
  const together = selectReports(reader).where('reports.handled_with_id', '=', reportId)
  return await reportsOf(together.orderBy('reports.id'))
}

async function findReport(reader: Kysely<Tables>, reportId: number): Promise<Report | undefined> {
  const row = await selectReports(reader).where('reports.id', '=', reportId).executeTakeFirst()
  return row && reportOf(row)
}

async function presentReport(reader: Kysely<Tables>, reportId: number): Promise<Report> {
  const report = await findReport(reader, reportId)
  assert(report !== undefined, 'a row that was written in a transaction is there')
  return report
}

type BeforeColumns = {
  readonly before_kind: TombstoneKind | null
  readonly before_reason: string | null
  readonly before_at: number | null
  readonly before_purged_at: number | null
}

type Row = BeforeColumns & {
  readonly id: number
  readonly kind: ReportKind
  readonly target_id: number
  readonly reporter_id: number
  readonly reporter_name: string
  readonly reason: ReportReason
  readonly text: string
  readonly created_at: number
  readonly state: Report['state']
  readonly act: ReportAct | null
  readonly verdict: string | null
  readonly handled_by_id: number | null
  readonly handler_name: string | null
  readonly handled_at: number | null
  readonly handled_with_id: number | null
}

// oxlint-disable-next-line typescript/explicit-function-return-type
function selectReports(reader: Kysely<Tables>) {
  return reader
    .selectFrom('reports')
    .innerJoin('members as reporter', 'reporter.id', 'reports.reporter_id')
    .leftJoin('members as handler', 'handler.id', 'reports.handled_by_id')
    .select([
      'reports.id',
      'reports.kind',
      'reports.target_id',
      'reports.reporter_id',
      'reporter.name as reporter_name',
      'reports.reason',
      'reports.text',
      'reports.created_at',
      'reports.state',
      'reports.act',
      'reports.verdict',
      'reports.handled_by_id',
      'handler.name as handler_name',
      'reports.handled_at',
      'reports.handled_with_id',
      'reports.before_kind',
      'reports.before_reason',
      'reports.before_at',
      'reports.before_purged_at',
    ])
}

async function reportsOf(query: { execute: () => Promise<readonly Row[]> }): Promise<Report[]> {
  return (await query.execute()).map(reportOf)
}

function reportOf(row: Row): Report {
  const { id, reason, text, created_at: createdAt, state } = row
  return {
    id,
    target: { kind: row.kind, id: row.target_id },
    reporter: { id: row.reporter_id, name: row.reporter_name },
    reason,
    text,
    createdAt,
    state,
    handling: handlingOf(row),
  }
}

function handlingOf(row: Row): Report['handling'] {
  const { act, handled_by_id: byId, handled_at: at, handled_with_id: withId } = row
  if (act === null || byId === null || at === null || withId === null) return undefined
  const by = { id: byId, name: row.handler_name ?? '' }
  return { act, verdict: row.verdict ?? '', by, at, before: beforeOf(row), withId }
}

function beforeOf({
  before_kind: kind,
  before_reason: reason,
  before_at: at,
  before_purged_at: purgedAt,
}: Row): Tombstone | undefined {
  if (kind === null || at === null) return undefined
  return { kind, reason: reason ?? '', at, ...(purgedAt === null ? {} : { purgedAt }) }
}
