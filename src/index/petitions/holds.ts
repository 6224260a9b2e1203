/**
 * The holds of petitions over the times in which the site was down: whoever wants to vote against one has the whole hold
 * for it. While some are held, the sweep notes the time; what has passed since the last note when a process starts counts
 * as down-time. Votes and the days of a petition go by the wall clock.
 */
import type { Petition } from './petition.ts'
import { heldOverStep } from './petition-change.ts'
import type { PetitionOptions } from './petition-options.ts'
import type { PetitionRepository } from './petition-repository.ts'

/** Rejects with StorageError. */
export type Holds = {
  /** Before anything else is done to petitions; only the first call does something. */
  readonly resume: () => Promise<void>
  /** With every sweep. */
  readonly note: () => Promise<void>
}

const heldAtOnce = 100

export function createHolds(options: Pick<PetitionOptions, 'repository' | 'clock'>): Holds {
  let resumed: Promise<void> | undefined
  return {
    resume: async () => {
      resumed ??= holdOver(options).catch((error: unknown) => {
        resumed = undefined
        throw error
      })
      await resumed
    },
    note: async () => {
      const { repository, clock } = options
      const [held] = await repository.list({ states: ['held'], limit: 1 })
      if (held !== undefined) await repository.noteHeldUntil(clock.nowSeconds())
    },
  }
}

async function holdOver({
  repository,
  clock,
}: Pick<PetitionOptions, 'repository' | 'clock'>): Promise<void> {
  const held = await allHeld(repository)
  if (held.length === 0) return
  const downSince = (await repository.heldUntil()) ?? 0
  const nowSeconds = clock.nowSeconds()
  for (const { id } of held) await repository.change(id, heldOverStep(downSince, nowSeconds))
  await repository.noteHeldUntil(nowSeconds)
}

async function allHeld({ list }: Pick<PetitionRepository, 'list'>): Promise<readonly Petition[]> {
  const all: Petition[] = []
  for (;;) {
    const beforeId = all.at(-1)?.id
    const page = await list({ states: ['held'], beforeId, limit: heldAtOnce })
    all.push(...page)
    if (page.length < heldAtOnce) return all
  }
}
