/**
 * All versions of a gallery share a state: older ones could still be read where only the newest had been taken out. Those
 * that were removed by themselves stay so. And banned torrents are counted no longer.
 */
import type { Migration } from './migration.ts'

export const sharedGalleryStates: Migration = {
  number: 21,
  name: 'shared-gallery-states',
  statements: () => [
    `UPDATE galleries SET (state, state_reason, state_at) =
       (SELECT state, state_reason, state_at FROM galleries AS newest
        WHERE newest.id = galleries.current_id)
     WHERE state <> 'removed'
       AND current_id IN (SELECT id FROM galleries WHERE state <> 'live')`,
    `UPDATE galleries SET torrent_count =
       (SELECT count(*) FROM torrents
        WHERE torrents.announce_id = galleries.announce_id AND torrents.state = 'live')
     WHERE announce_id IN (SELECT announce_id FROM torrents
       WHERE announce_id IS NOT NULL AND banned_at IS NOT NULL)`,
  ],
}
