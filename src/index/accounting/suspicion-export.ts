/** What of a member's announces is kept for staff to look at, for the export of what is stored of them. */
import type { ExportPart } from '#index/members/member-export'
import type { SuspicionSum } from './accounting-repository.ts'
import type { SuspicionRepository } from './suspicion-repository.ts'

/** Two of each torrent at most: none is cut in two. */
const rowsAtOnce = 1000

export function suspicionExport(repository: Pick<SuspicionRepository, 'ofMember'>): ExportPart {
  return {
    name: 'noted_announces',
    rowsOf: async function* (memberId) {
      for (let after = 0; ; ) {
        const rows: readonly SuspicionSum[] = await repository.ofMember(memberId, after, rowsAtOnce)
        const isLast = rows.length < rowsAtOnce
        const last = rows.at(-1)?.torrentId
        const whole = isLast ? rows : rows.filter(({ torrentId }) => torrentId !== last)
        yield* whole.map(rowOf)
        if (isLast) return
        after = whole.at(-1)?.torrentId ?? after
      }
    },
  }
}

function rowOf(one: SuspicionSum): object {
  return {
    torrent_id: one.torrentId,
    kind: one.kind,
    announces: one.times,
    bytes: one.bytes,
    most_bytes: one.worstBytes,
    most_bytes_in_seconds: one.worstSeconds,
    first_at: new Date(one.firstAt * 1000).toISOString(),
    last_at: new Date(one.lastAt * 1000).toISOString(),
  }
}
