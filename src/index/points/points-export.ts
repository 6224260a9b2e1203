/** A member's list of points, for the export of what is stored of them. */
import type { ExportPart } from '#index/members/member-export'
import type { PointEntry } from './point-entry.ts'
import type { PointRepository } from './point-repository.ts'

const entriesAtOnce = 500

export function pointsExport(repository: Pick<PointRepository, 'entries'>): ExportPart {
  return {
    name: 'points',
    rowsOf: async function* (memberId) {
      for (let before: number | undefined; ; ) {
        const entries = await repository.entries(memberId, before, entriesAtOnce)
        yield* entries.map(rowOf)
        if (entries.length < entriesAtOnce) return
        before = entries.at(-1)?.id
      }
    },
  }
}

function rowOf({ kind, amount, at, reason, torrent }: PointEntry): object {
  const about = kind === 'staff' ? { reason } : { torrent: torrent?.name ?? null }
  return { kind, amount, at: new Date(at * 1000).toISOString(), ...about }
}
