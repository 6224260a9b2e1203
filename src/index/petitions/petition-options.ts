/** What the petitions are made of; `petitions.ts` puts them together. */
import type { Clock } from '#base/clock'
import type { StatisticsRepository } from '#index/accounting/statistics-repository'
import type { Notifier } from '#index/notifications/notice'
import type { PetitionRepository } from './petition-repository.ts'
import type { PetitionRules } from './petition-rules.ts'
import type { PetitionTargets } from './petition-targets.ts'

export type PetitionOptions = {
  readonly repository: PetitionRepository
  readonly targets: PetitionTargets
  /** What power is made from. */
  readonly statistics: Pick<StatisticsRepository, 'memberSums'>
  readonly notifier: Notifier
  /** `petitions.*` of the moment. */
  readonly rules: () => PetitionRules
  readonly clock: Clock
}
