/**
 * What is decided about a report, and how that is taken back. A report is claimed before its target is acted on, so that of
 * two who decide at once one does; a claim whose act fails is given back, and the log tells both. Should the process die in
 * between, the report stands among those that were handled and opens again when that is taken back. The handling has the
 * time and the reason of what was done to the target: where the target has others, somebody has decided anew, and that is
 * not the report's to undo.
 */
import { characterCount } from '#base/character-count'
import { memberReasonCharactersMax } from '#base/limits'
import type { EntriesOf } from '#index/audit/audit-repository'
import { mayKeepOut } from '#index/members/may-keep-out'
import type { Member } from '#index/members/member'
import { memberLabel } from '#index/members/member-parts'
import { type Handling, type Report, type ReportAct, targetActs } from './report.ts'
import { ReportError } from './report-error.ts'
import type { ReportsOptions } from './report-options.ts'
import { effectOn, type FoundTarget, isInPlace, mayBeActedOn } from './report-targets.ts'

export type Decision = {
  readonly act: ReportAct
  /** One line, which is told to everybody where something is done; else it may be ''. */
  readonly reason: string
  /** Of a ban. */
  readonly until: number | undefined
}

/** Rejects as `Reports` does. */
export async function handleReport(
  options: ReportsOptions,
  report: Report,
  { act, reason, until }: Decision,
  by: Member,
): Promise<void> {
  const { repository, clock } = options
  if (report.state !== 'open') throw handledReport
  const verdict = checkedVerdict(reason)
  const isLeftAlone = act === 'reject' || act === 'close'
  const found = isLeftAlone ? undefined : await findToActOn(options, report, act, by)
  const before = found?.kind === 'torrent' ? found.torrent.tombstone : undefined
  const state = act === 'reject' ? 'rejected' : 'accepted'
  const at = clock.nowSeconds()
  const handling = { state, act, verdict, byId: by.id, at, before } as const
  const log = logOf(options, by, act === 'reject' ? 'report.reject' : 'report.accept')
  const handled = await repository.handle(report.id, handling, log)
  const own = handled.find(({ id }) => id === report.id)?.handling
  if (own === undefined) throw handledReport
  if (found !== undefined) await actOn(options, report, { found, until, handling: own }, by)
}

/** Throws ReportError. */
async function findToActOn(
  { targets, clock }: ReportsOptions,
  { target }: Report,
  act: ReportAct,
  by: Member,
): Promise<FoundTarget> {
  if (act !== targetActs[target.kind]) throw invalidAct
  const found = await targets.find(target)
  if (found === undefined || !mayBeActedOn(found, clock.nowSeconds())) throw nothingToDo
  assertMayBan(found, by)
  return found
}

type Claimed = {
  readonly found: FoundTarget
  readonly until: number | undefined
  readonly handling: Handling
}

async function actOn(
  options: ReportsOptions,
  { id }: Report,
  { found, until, handling }: Claimed,
  by: Member,
): Promise<void> {
  const { repository, targets } = options
  const { verdict, at } = handling
  const act = { reason: verdict, until, actor: memberLabel(by) }
  try {
    const effect = effectOn(await targets.act(found, act))
    // The clock has gone on since the claim.
    if (effect?.reason === verdict && effect.at > at) await repository.setHandledAt(id, effect.at)
  } catch (error) {
    await repository.reopen(id, logOf(options, by, reopened))
    throw error
  }
}

/** Whether the target is as it was before; false where somebody has decided about it since, which stays. */
export async function undoReport(
  options: ReportsOptions,
  report: Report,
  by: Member,
): Promise<boolean> {
  const { handling, target } = report
  if (handling === undefined) return true
  const isDone = handling.act === targetActs[target.kind]
  const isAsBefore = !isDone || (await takeBack(options, report, handling, by))
  await options.repository.reopen(report.id, logOf(options, by, reopened))
  return isAsBefore
}

async function takeBack(
  { targets, clock }: ReportsOptions,
  { target }: Report,
  { at, verdict, before }: Handling,
  by: Member,
): Promise<boolean> {
  const found = await targets.find(target)
  if (found === undefined) return false
  const effect = effectOn(found)
  if (effect?.at !== at || effect.reason !== verdict)
    return before === undefined && isInPlace(found, clock.nowSeconds())
  assertMayBan(found, by)
  await targets.undo(found, before, memberLabel(by))
  return true
}

/** Throws ReportError: those who moderate are kept out by administrators alone, and nobody by themselves. */
function assertMayBan(found: FoundTarget, by: Member): void {
  if (found.kind === 'member' && !mayKeepOut(by, found.member)) throw notAllowed
}

const reopened = 'report.reopen'

function logOf(
  { clock }: ReportsOptions,
  by: Member,
  action: string,
): EntriesOf<readonly Report[]> {
  const actor = memberLabel(by)
  return (reports) =>
    reports.map(({ id, handling }) => {
      const detail = handling?.verdict ?? ''
      return { at: clock.nowSeconds(), actor, action, target: `report ${id}`, detail }
    })
}

/** Composed (NFC), as galleries keep it, so that it can be compared. Throws ReportError. */
function checkedVerdict(given: string): string {
  const verdict = given.normalize('NFC').trim()
  const isLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(verdict)
  if (isLine && characterCount(verdict) <= memberReasonCharactersMax) return verdict
  throw new ReportError(
    'invalid_report',
    `the reason must be one line of at most ${memberReasonCharactersMax} characters`,
  )
}

const handledReport = new ReportError(
  'handled_report',
  'somebody has handled this report meanwhile; look at what was done',
)

const invalidAct = new ReportError('invalid_act', 'this cannot be done to what was reported')

const nothingToDo = new ReportError(
  'invalid_act',
  'what was reported is gone already; close the report',
)

const notAllowed = new ReportError(
  'not_allowed',
  'only an administrator may do this to somebody who moderates, and nobody to themselves',
)
