/** Petitions between their rows and what the rest of the program knows of them. */
import type { Kysely, Updateable } from 'kysely'
import type {
  Appeal,
  Expunging,
  Person,
  Petition,
  PetitionDecision,
  Vote,
} from '#index/petitions/petition'
import type { StoredPetition } from '#index/petitions/petition-repository'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'

// oxlint-disable-next-line typescript/explicit-function-return-type
export function selectPetitions(reader: Kysely<Tables>) {
  return reader
    .selectFrom('petitions')
    .innerJoin('members as starter', 'starter.id', 'petitions.starter_id')
    .leftJoin('members as appellant', 'appellant.id', 'petitions.appealed_by_id')
    .leftJoin('members as decider', 'decider.id', 'petitions.decided_by_id')
    .selectAll('petitions')
    .select([
      'starter.name as starter_name',
      'appellant.name as appellant_name',
      'decider.name as decider_name',
    ])
}

type PetitionRow = Awaited<ReturnType<ReturnType<typeof selectPetitions>['execute']>>[number]

/** With the votes of each, in the order given. */
export async function petitionsOf(
  reader: Kysely<Tables>,
  rows: readonly PetitionRow[],
): Promise<Petition[]> {
  const votes = await readVotes(
    reader,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => petitionOf(row, votes.get(row.id) ?? []))
}

async function readVotes(
  reader: Kysely<Tables>,
  petitionIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Vote[]>> {
  const votes = new Map<number, Vote[]>()
  if (petitionIds.length === 0) return votes
  const rows = await reader
    .selectFrom('petition_votes as vote')
    .innerJoin('members', 'members.id', 'vote.member_id')
    .select(['vote.petition_id', 'vote.member_id', 'members.name', 'vote.is_for', 'vote.weight'])
    .select('vote.at')
    .where('vote.petition_id', 'in', petitionIds)
    .orderBy('vote.petition_id')
    .orderBy('vote.position')
    .execute()
  for (const { petition_id: id, member_id: memberId, name, is_for: isFor, weight, at } of rows) {
    const own = votes.get(id) ?? []
    own.push({ by: { id: memberId, name }, isFor: isFor === 1, weight, at })
    votes.set(id, own)
  }
  return votes
}

function petitionOf(row: PetitionRow, votes: readonly Vote[]): Petition {
  const { ended_by: endedBy, ended_at: endedAt } = row
  return {
    id: row.id,
    target: { kind: row.kind, id: row.target_id },
    starter: { id: row.starter_id, name: row.starter_name },
    explanation: row.explanation,
    openedAt: row.opened_at,
    terms: {
      threshold: row.threshold,
      holdSeconds: row.hold_seconds,
      voteSeconds: row.vote_seconds ?? undefined,
      clearsAt: row.clears_at ?? undefined,
    },
    votes,
    state: row.state,
    stateAt: row.state_at,
    ending: endedBy === null || endedAt === null ? undefined : { by: endedBy, at: endedAt },
    appeal: appealOf(row),
    decision: decisionOf(row),
    isExpungeDue: row.is_expunge_due === 1,
    expunging: expungingOf(row),
  }
}

function appealOf(row: PetitionRow): Appeal | undefined {
  const by = personOf(row.appealed_by_id, row.appellant_name)
  const { appealed_at: at } = row
  if (by === undefined || at === null) return undefined
  return { by, statement: row.appeal_statement ?? '', at }
}

function decisionOf(row: PetitionRow): PetitionDecision | undefined {
  const { decision_act: act, decided_at: at, decided_from: from } = row
  const by = personOf(row.decided_by_id, row.decider_name)
  if (act === null || at === null || from === null || by === undefined) return undefined
  return { act, verdict: row.decision_verdict ?? '', by, at, from }
}

function expungingOf({
  expunged_at: at,
  expunged_reason: reason,
}: PetitionRow): Expunging | undefined {
  return at === null ? undefined : { at, reason: reason ?? '' }
}

function personOf(id: number | null, name: string | null): Person | undefined {
  return id === null ? undefined : { id, name: name ?? '' }
}

/** What of a petition changes. */
export function petitionColumns({
  petition,
  dueAt,
}: StoredPetition): Updateable<Tables['petitions']> {
  const { state, stateAt, ending, appeal, decision, isExpungeDue, expunging } = petition
  return {
    state,
    state_at: stateAt,
    ended_by: ending?.by ?? null,
    ended_at: ending?.at ?? null,
    appealed_by_id: appeal?.by.id ?? null,
    appeal_statement: appeal === undefined ? null : storedText(appeal.statement),
    appealed_at: appeal?.at ?? null,
    decision_act: decision?.act ?? null,
    decision_verdict: decision === undefined ? null : storedText(decision.verdict),
    decided_by_id: decision?.by.id ?? null,
    decided_at: decision?.at ?? null,
    decided_from: decision?.from ?? null,
    is_expunge_due: isExpungeDue ? 1 : 0,
    expunged_at: expunging?.at ?? null,
    expunged_reason: expunging === undefined ? null : storedText(expunging.reason),
    due_at: dueAt ?? null,
  }
}
