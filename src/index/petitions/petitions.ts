/**
 * The petitions of members: opening them, voting, appealing, and what those who moderate decide. Everything that changes
 * one happens in turn, and each transition is one transaction. Who moderates is asked at the door; what power is needed
 * is asked here.
 */
import type { Clock } from '#base/clock'
import type { Member } from '#index/members/member'
import { advance } from './advance.ts'
import { createHolds } from './holds.ts'
import { createInTurn, type InTurn } from './in-turn.ts'
import { appealOf, memberPower, openOne, voteOn } from './member-acts.ts'
import { isInForce, isVotedOn, type Petition, type PetitionAct } from './petition.ts'
import { createPetitionKeeper, type FoundPetition, isUnsettled } from './petition-keeper.ts'
import type { PetitionOptions } from './petition-options.ts'
import type { PetitionQuery, PetitionRepository } from './petition-repository.ts'
import type { PetitionRules } from './petition-rules.ts'
import { type PetitionTargets, type Subject, targetOf } from './petition-targets.ts'
import type { Power } from './power.ts'
import { decideOn, undoOn } from './staff-acts.ts'

/** All reject with PetitionError, with what the services of galleries and torrents say, and with StorageError. */
export type Petitions = {
  readonly rules: () => PetitionRules
  readonly powerOf: (member: Member) => Promise<Power>
  /** With its first vote. That of a torrent's uploader expunges it at once. */
  readonly open: (subject: Subject, explanation: string, by: Member) => Promise<Petition>
  readonly vote: (petitionId: number, isFor: boolean, by: Member) => Promise<Petition>
  readonly appeal: (petitionId: number, statement: string, by: Member) => Promise<Petition>
  /** `unknown_petition`. As it is now: what is due is done before. */
  readonly find: (petitionId: number) => Promise<FoundPetition>
  readonly findSubject: PetitionTargets['find']
  /** Those that are voted on or in force, as they are now. */
  readonly ofSubject: (subject: Subject) => Promise<readonly Petition[]>
  /** As they are now, but for what only a look at their targets tells. */
  readonly list: (query: PetitionQuery) => Promise<readonly FoundPetition[]>
  readonly ended: (limit: number) => Promise<readonly FoundPetition[]>
  /** What those who moderate decided last, first. */
  readonly decided: (limit: number) => Promise<readonly FoundPetition[]>
  /** Appeals that wait. */
  readonly appealedTotal: () => Promise<number>
  readonly decide: (
    petitionId: number,
    decision: { readonly act: PetitionAct; readonly verdict: string },
    by: Member,
  ) => Promise<Petition>
  /** Takes the last decision back, with what it did. */
  readonly undo: (petitionId: number, by: Member) => Promise<Petition>
  /** Does what is due. What fails for one is told when all were looked at. */
  readonly sweep: (signal?: AbortSignal) => Promise<void>
}

/** Petitions that the sweep reads at once. */
const dueAtOnce = 100

export function createPetitions(options: PetitionOptions): Petitions {
  const { repository, targets, clock } = options
  const keeper = createPetitionKeeper(options)
  const holds = createHolds(options)
  const turns = createInTurn()
  const inTurn: InTurn = async (work) => {
    await holds.resume()
    return await turns(work)
  }
  const foundOf = async (petition: Petition): Promise<FoundPetition> => ({
    petition: advance(petition, clock.nowSeconds()),
    subject: await targets.find(petition.target),
  })
  const allOf = async (read: () => Promise<readonly Petition[]>): Promise<FoundPetition[]> => {
    await holds.resume()
    return await Promise.all((await read()).map(foundOf))
  }
  const parts = { ...options, keeper }
  return {
    rules: options.rules,
    powerOf: (member) => memberPower(options, member),
    findSubject: (target) => targets.find(target),
    find: async (petitionId) => {
      await holds.resume()
      const found = await keeper.find(petitionId)
      if (!isUnsettled(found, clock.nowSeconds())) return found
      return await inTurn(() => keeper.settle(petitionId))
    },
    ofSubject: async (subject) => {
      await holds.resume()
      const found = await repository.ofTarget(targetOf(subject))
      const now = found.map((petition) => advance(petition, clock.nowSeconds()))
      return now.filter((petition) => isVotedOn(petition) || isInForce(petition))
    },
    list: (query) => allOf(() => repository.list(query)),
    ended: (limit) => allOf(() => repository.ended(limit)),
    decided: (limit) => allOf(() => repository.decided(limit)),
    appealedTotal: () => repository.appealedTotal(),
    open: (subject, explanation, by) => inTurn(() => openOne(parts, subject, explanation, by)),
    vote: (petitionId, isFor, by) => inTurn(() => voteOn(parts, petitionId, isFor, by)),
    appeal: (petitionId, statement, by) => inTurn(() => appealOf(parts, petitionId, statement, by)),
    decide: (petitionId, decision, by) => inTurn(() => decideOn(parts, petitionId, decision, by)),
    undo: (petitionId, by) => inTurn(() => undoOn(parts, petitionId, by)),
    sweep: async (signal) => {
      await holds.resume()
      await sweepAll(repository, clock, signal, (id) => inTurn(() => keeper.settle(id)))
      await holds.note()
    },
  }
}

type Settle = (petitionId: number) => Promise<unknown>

/** Throws what failed first, when all were looked at. */
async function sweepAll(
  { due }: Pick<PetitionRepository, 'due'>,
  clock: Clock,
  signal: AbortSignal | undefined,
  settle: Settle,
): Promise<void> {
  const failures: unknown[] = []
  let after: number | undefined = 0
  while (after !== undefined) {
    const ids: readonly number[] = await due(clock.nowSeconds(), after, dueAtOnce)
    for (const id of ids) {
      if (signal?.aborted === true) return
      await settle(id).catch((error: unknown) => failures.push(error))
    }
    after = ids.length < dueAtOnce ? undefined : ids.at(-1)
  }
  if (failures.length > 0) throw failures[0]
}
