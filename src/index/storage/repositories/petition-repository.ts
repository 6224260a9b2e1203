/** The petitions in the database; see `index/petitions/petition-repository.ts` for what each method promises. */
import type { Kysely } from 'kysely'
import type { PetitionQuery, PetitionRepository } from '#index/petitions/petition-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { addPetition, changePetition, findPetition, petitionsOfTarget } from './change-petition.ts'
import { petitionsOf, selectPetitions } from './petition-row.ts'

export function createPetitionRepository({
  read,
  write,
  lock,
  engine,
}: Access): PetitionRepository {
  return {
    add: (petition, rule, step) =>
      write((transaction) =>
        addPetition({ lock, transaction, engine: engine.name }, petition, rule, step),
      ),
    change: (petitionId, step) =>
      write((transaction) =>
        changePetition({ lock, transaction, engine: engine.name }, petitionId, step),
      ),
    find: (petitionId) => read((reader) => findPetition(reader, petitionId)),
    list: (query) => read((reader) => listPetitions(reader, query)),
    ended: (limit) => read((reader) => latest(reader, 'ended_at', limit)),
    decided: (limit) => read((reader) => latest(reader, 'decided_at', limit)),
    appealedTotal: () =>
      read(async (reader) => {
        const { total } = await reader
          .selectFrom('petitions')
          .select(({ fn }) => fn.countAll<number>().as('total'))
          .where('state', '=', 'appealed')
          .executeTakeFirstOrThrow()
        return total
      }),
    ofTarget: (target) => read((reader) => petitionsOfTarget(reader, target)),
    due: (nowSeconds, afterId, limit) =>
      read((reader) => readDue(reader, { nowSeconds, afterId, limit })),
    heldUntil: () =>
      read(async (reader) => {
        const marks = reader.selectFrom('meta').select('value').where('key', '=', heldUntilKey)
        const row = await marks.executeTakeFirst()
        return row && Number(row.value)
      }),
    noteHeldUntil: (at) =>
      write(async (transaction) => {
        await transaction
          .insertInto('meta')
          .values({ key: heldUntilKey, value: `${at}` })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: `${at}` }))
          .execute()
      }),
    goodTotal: (starterId, most) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('petitions')
          .select('id')
          .where('starter_id', '=', starterId)
          .where('state', 'in', ['active', 'appealed'])
          .where('ended_by', 'in', ['votes', 'staff'])
          .limit(most)
          .execute()
        return rows.length
      }),
    startedBy: (memberId, afterId, limit) =>
      read((reader) => readBy(reader, 'starter_id', { memberId, afterId, limit })),
    appealedBy: (memberId, afterId, limit) =>
      read((reader) => readBy(reader, 'appealed_by_id', { memberId, afterId, limit })),
    votesOf: (memberId, afterId, limit) =>
      read((reader) => readVotes(reader, { memberId, afterId, limit })),
  }
}

type OfMember = { readonly memberId: number; readonly afterId: number; readonly limit: number }

async function readVotes(
  reader: Kysely<Tables>,
  { memberId, afterId, limit }: OfMember,
): ReturnType<PetitionRepository['votesOf']> {
  const rows = await reader
    .selectFrom('petition_votes')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('petition_id', '>', afterId)
    .orderBy('petition_id')
    .limit(limit)
    .execute()
  return rows.map(({ petition_id: petitionId, is_for: isFor, weight, at }) => {
    return { petitionId, isFor: isFor === 1, weight, at }
  })
}

const heldUntilKey = 'petitions_held_until'

async function listPetitions(
  reader: Kysely<Tables>,
  { states, kind, beforeId, limit }: PetitionQuery,
): ReturnType<PetitionRepository['list']> {
  const rows = await selectPetitions(reader)
    .where('petitions.state', 'in', states)
    .$if(kind !== undefined, (query) => query.where('petitions.kind', '=', kind ?? 'torrent'))
    .$if(beforeId !== undefined, (query) => query.where('petitions.id', '<', beforeId ?? 0))
    .orderBy('petitions.id', 'desc')
    .limit(limit)
    .execute()
  return await petitionsOf(reader, rows)
}

async function readBy(
  reader: Kysely<Tables>,
  column: 'starter_id' | 'appealed_by_id',
  { memberId, afterId, limit }: OfMember,
): ReturnType<PetitionRepository['startedBy']> {
  const rows = await selectPetitions(reader)
    .where(`petitions.${column}`, '=', memberId)
    .where('petitions.id', '>', afterId)
    .orderBy('petitions.id')
    .limit(limit)
    .execute()
  return await petitionsOf(reader, rows)
}

async function latest(
  reader: Kysely<Tables>,
  column: 'ended_at' | 'decided_at',
  limit: number,
): ReturnType<PetitionRepository['ended']> {
  const rows = await selectPetitions(reader)
    .where(`petitions.${column}`, 'is not', null)
    .orderBy(`petitions.${column}`, 'desc')
    .orderBy('petitions.id', 'desc')
    .limit(limit)
    .execute()
  return await petitionsOf(reader, rows)
}

async function readDue(
  reader: Kysely<Tables>,
  {
    nowSeconds,
    afterId,
    limit,
  }: { readonly nowSeconds: number; readonly afterId: number; readonly limit: number },
): Promise<number[]> {
  const beyond = reader
    .selectFrom('petitions')
    .select('petitions.id')
    .where('petitions.id', '>', afterId)
    .orderBy('petitions.id')
    .limit(limit)
  const votedOn = beyond.where('petitions.state', 'in', ['open', 'held'])
  const [byTime, ofTorrents, ofGalleries] = await Promise.all([
    beyond.where('due_at', '<=', nowSeconds).execute(),
    votedOn
      .innerJoin('torrents', 'torrents.id', 'petitions.target_id')
      .where('petitions.kind', '=', 'torrent')
      .where('torrents.tombstone_at', 'is not', null)
      .execute(),
    votedOn
      .innerJoin('galleries as first', 'first.id', 'petitions.target_id')
      .innerJoin('galleries as newest', 'newest.id', 'first.current_id')
      .where('petitions.kind', '=', 'gallery')
      .where('newest.state', '<>', 'live')
      .execute(),
  ])
  const ids = new Set([...byTime, ...ofTorrents, ...ofGalleries].map(({ id }) => id))
  return [...ids].toSorted((a, b) => a - b).slice(0, limit)
}
