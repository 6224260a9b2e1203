/** What the petitions are made of; `petitions.ts` puts them together. */
import type { Clock } from '#base/clock'
import type { StatisticsRepository } from '#index/accounting/statistics-repository'
import type { PetitionRepository } from './petition-repository.ts'
import type { PetitionRules } from './petition-rules.ts'
import type { PetitionTargets } from './petition-targets.ts'

export type PetitionOptions = {
  readonly repository: PetitionRepository
  readonly targets: PetitionTargets
  /** What power is made from. */
  readonly statistics: Pick<StatisticsRepository, 'memberSums'>
  /** Whether members can be mailed what they are told; a reload may change it. */
  readonly hasMail: () => boolean
  /** `petitions.*` of the moment. */
  readonly rules: () => PetitionRules
  readonly clock: Clock
}
