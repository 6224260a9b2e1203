/** Where a member stands in the toplists, for the export of what is stored of them. */
import type { ExportPart } from '#index/members/member-export'
import type { ToplistRepository } from './toplist-repository.ts'

export function toplistExport(repository: Pick<ToplistRepository, 'ranksOf'>): ExportPart {
  return {
    name: 'toplists',
    rowsOf: async function* (memberId) {
      for (const { period, rank, score } of await repository.ranksOf(memberId))
        yield { period, rank, score: score / 100 }
    },
  }
}
