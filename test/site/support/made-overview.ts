/** A tracker that has had a busy day, as its operators see it. */
import type { TrackerOverview } from '#site/registered/tracker-overview'
import { madeHistory } from './specimen-site.ts'

export const madeOverview: TrackerOverview = {
  announcesPerSecond: 1407.3,
  history: madeHistory(),
  swarms: 91_204,
  seeders: 2_490_377,
  leechers: 1_745_741,
  registered: { served: 1_213_402, unserved: 17, room: 0 },
  refusals: [
    {
      code: 'torrent-unregistered',
      text: 'torrent not registered: this tracker serves only torrents that were added to it',
      count: 83_120,
    },
    { code: 'port-invalid', text: 'port must be a number from 1 to 65535', count: 204 },
  ],
  requests: 9_123_456,
  database: {
    engine: 'postgres',
    shownUrl: 'postgres://waggle@127.0.0.1/waggle',
    problem: 'the database postgres://waggle@127.0.0.1/waggle cannot be reached; start it',
  },
  flush: { ageSeconds: 212, lastSeconds: 0.418, failures: 3, pending: 40_312 },
  uptimeSeconds: 9 * 86_400,
}
