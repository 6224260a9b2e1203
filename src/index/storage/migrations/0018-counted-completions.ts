/**
 * Torrents of galleries show the completions that count, and not what their swarms said: see
 * `repositories/count-completions.ts`.
 */
import type { Migration } from './migration.ts'

export const countedCompletions: Migration = {
  number: 18,
  name: 'counted-completions',
  statements: () => [
    `UPDATE torrents SET completed = coalesce((
       SELECT completes + anonymous_completes FROM torrent_totals WHERE torrent_id = torrents.id), 0)
     WHERE gallery_id IS NOT NULL`,
  ],
}
