/** What the audit log says of a change of a petition. Pure. */
import type { AuditEntry } from '#index/audit/audit-repository'
import { type Petition, type PetitionState, petitionLabel } from './petition.ts'

export type Cause = {
  /** Who did it; the petition itself where it came of votes and time. */
  readonly actor: string
  /** What somebody did, such as `petition.appeal`. */
  readonly action: string
  readonly detail: string
}

export function causeOf(actor: string, act: string, detail = ''): Cause {
  return { actor, action: `petition.${act}`, detail }
}

const stateActions: Readonly<Record<PetitionState, string | undefined>> = {
  open: 'petition.fall',
  held: 'petition.hold',
  active: 'petition.force',
  cleared: 'petition.clear',
  appealed: undefined,
  restored: undefined,
}

/** What somebody did, and what became of it by itself. */
export function logOf(
  before: Petition,
  after: Petition,
  cause: Cause | undefined,
  at: number,
): readonly AuditEntry[] {
  const target = petitionLabel(after)
  const act = cause === undefined ? [] : [{ at, target, ...cause }]
  const action = stateActions[after.state]
  const isNews = before.state !== after.state && after.decision === before.decision
  // An undone decision says what it leads to by itself.
  if (!isNews || action === undefined || cause?.action === 'petition.undo') return act
  if (cause?.action === 'petition.open' && after.state === 'open') return act
  return [...act, { at, actor: target, action, target, detail: after.ending?.by ?? '' }]
}
