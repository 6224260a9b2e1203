/** What a member has reported, for the export of what is stored of them. Who handled it is not told. */
import type { ExportPart } from '#index/members/member-export'
import type { Report } from './report.ts'
import type { ReportRepository } from './report-repository.ts'

const reportsAtOnce = 500

export function reportExport(repository: Pick<ReportRepository, 'madeBy'>): ExportPart {
  return {
    name: 'reports',
    rowsOf: async function* (memberId) {
      let after = 0
      for (;;) {
        const reports = await repository.madeBy(memberId, after, reportsAtOnce)
        yield* reports.map(rowOf)
        const last = reports.at(-1)
        if (last === undefined || reports.length < reportsAtOnce) return
        after = last.id
      }
    },
  }
}

function rowOf({ target, reason, text, createdAt, state }: Report): object {
  const at = new Date(createdAt * 1000).toISOString()
  return { [target.kind]: target.id, reason, text, at, state }
}
