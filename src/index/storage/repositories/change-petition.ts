/** Writes what a step makes of a petition. One lock keeps all such transactions apart, of every process. */
import type { Kysely, Transaction } from 'kysely'
import { assert } from '#base/assert'
import type { NewPetition, Petition, Vote } from '#index/petitions/petition'
import type { PetitionError } from '#index/petitions/petition-error'
import type {
  PetitionChange,
  PetitionStep,
  StoredPetition,
} from '#index/petitions/petition-repository'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { insertAuditEntries } from './audit-repository.ts'
import type { Flushing } from './flushing.ts'
import { petitionColumns, petitionsOf, selectPetitions } from './petition-row.ts'
import { type StoringPlace, storeNotices } from './store-notices.ts'

export async function addPetition(
  { lock, transaction, engine }: Flushing,
  petition: NewPetition,
  { since, limit }: { readonly since: number; readonly limit: number },
  step: PetitionStep,
): Promise<Petition | PetitionError | 'too_many'> {
  await lock(transaction, 'petitions')
  const { target, starter, terms, openedAt } = petition
  const { started } = await transaction
    .selectFrom('petitions')
    .select(({ fn }) => fn.countAll<number>().as('started'))
    .where('starter_id', '=', starter.id)
    .where('opened_at', '>=', since)
    .executeTakeFirstOrThrow()
  if (started >= limit) return 'too_many'
  const blank = { ...petition, ...withoutVotes, id: 0, stateAt: openedAt }
  const refusal = step(blank, await petitionsOfTarget(transaction, target))
  if (refusal instanceof Error) return refusal
  const { id } = await transaction
    .insertInto('petitions')
    .values({
      kind: target.kind,
      target_id: target.id,
      starter_id: starter.id,
      explanation: storedText(petition.explanation),
      opened_at: openedAt,
      threshold: terms.threshold,
      hold_seconds: terms.holdSeconds,
      vote_seconds: terms.voteSeconds ?? null,
      clears_at: terms.clearsAt ?? null,
      state: withoutVotes.state,
      state_at: openedAt,
      ended_at: openedAt,
      is_expunge_due: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return await applyStep({ transaction, engine }, await presentPetition(transaction, id), step)
}

/** Until it has its first, it is in no index of what is voted on. */
const withoutVotes = {
  votes: [],
  state: 'cleared',
  ending: undefined,
  appeal: undefined,
  decision: undefined,
  isExpungeDue: false,
  expunging: undefined,
} as const

export async function changePetition(
  { lock, transaction, engine }: Flushing,
  petitionId: number,
  step: PetitionStep,
): Promise<Petition | PetitionError | undefined> {
  await lock(transaction, 'petitions')
  const petition = await findPetition(transaction, petitionId)
  return petition && (await applyStep({ transaction, engine }, petition, step))
}

async function applyStep(
  { transaction, engine }: StoringPlace,
  before: Petition,
  step: PetitionStep,
): Promise<Petition | PetitionError> {
  const present = await petitionsOfTarget(transaction, before.target)
  const others = present.filter(({ id }) => id !== before.id)
  const change = step(before, others)
  if (change instanceof Error) return change
  await store({ transaction, engine }, [before, ...others], change)
  return await presentPetition(transaction, before.id)
}

/** Those of a target that are voted on or in force. */
export async function petitionsOfTarget(
  reader: Kysely<Tables>,
  { kind, id }: Petition['target'],
): Promise<Petition[]> {
  const rows = await selectPetitions(reader)
    .where('petitions.kind', '=', kind)
    .where('petitions.target_id', '=', id)
    .where('petitions.state', 'in', ['open', 'held', 'active', 'appealed'])
    .orderBy('petitions.id')
    .execute()
  return await petitionsOf(reader, rows)
}

/** 1 or 0, to sort by. */
function isStanding({ petition: { ending, state } }: StoredPetition): number {
  return ending === undefined || state === 'active' || state === 'appealed' ? 1 : 0
}

/** Those that end come first: of one target only one may be in force. */
async function store(
  { transaction, engine }: StoringPlace,
  before: readonly Petition[],
  { petitions, log, told }: PetitionChange,
): Promise<void> {
  for (const stored of petitions.toSorted((a, b) => isStanding(a) - isStanding(b))) {
    const { id, votes } = stored.petition
    await transaction
      .updateTable('petitions')
      .set(petitionColumns(stored))
      .where('id', '=', id)
      .execute()
    const had = before.find((one) => one.id === id)?.votes ?? []
    await storeVotes(transaction, id, votes, had)
  }
  await insertAuditEntries(transaction, log)
  if (told !== undefined) await storeNotices({ transaction, engine }, told.notices, told.times)
}

/** One may take the place of an earlier one of the same member. */
async function storeVotes(
  transaction: Transaction<Tables>,
  petitionId: number,
  votes: readonly Vote[],
  had: readonly Vote[],
): Promise<void> {
  const known = new Map(had.map((vote) => [vote.by.id, vote]))
  const fresh = votes.filter((vote) => !isSame(vote, known.get(vote.by.id)))
  const replaced = fresh.map(({ by }) => by.id).filter((memberId) => known.has(memberId))
  if (replaced.length > 0)
    await transaction
      .deleteFrom('petition_votes')
      .where('petition_id', '=', petitionId)
      .where('member_id', 'in', replaced)
      .execute()
  const rows = fresh.map(({ by, isFor, weight, at }, index) => ({
    petition_id: petitionId,
    member_id: by.id,
    is_for: isFor ? (1 as const) : (0 as const),
    weight,
    position: had.length + index,
    at,
  }))
  if (rows.length > 0) await transaction.insertInto('petition_votes').values(rows).execute()
}

function isSame(vote: Vote, other: Vote | undefined): boolean {
  return (
    other !== undefined &&
    vote.isFor === other.isFor &&
    vote.weight === other.weight &&
    vote.at === other.at
  )
}

export async function findPetition(
  reader: Kysely<Tables>,
  petitionId: number,
): Promise<Petition | undefined> {
  const rows = await selectPetitions(reader).where('petitions.id', '=', petitionId).execute()
  return (await petitionsOf(reader, rows))[0]
}

async function presentPetition(reader: Kysely<Tables>, petitionId: number): Promise<Petition> {
  const petition = await findPetition(reader, petitionId)
  assert(petition !== undefined, 'a row that was written in a transaction is there')
  return petition
}
