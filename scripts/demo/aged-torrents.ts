/**
 * Gives the torrents of a demo the age that they would have on a site of some years: a tracker takes them in now, whatever
 * they are. Written into the database while no server has it open.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DemoRandom } from './demo-random.ts'

const daySeconds = 86_400

export function ageTorrents(dataDirectory: string, random: DemoRandom): void {
  const database = new DatabaseSync(join(dataDirectory, 'waggle.db'))
  try {
    const rows = database
      .prepare(
        `SELECT torrents.id, galleries.posted_at AS posted FROM torrents
         JOIN galleries ON galleries.id = torrents.gallery_id ORDER BY torrents.id`,
      )
      .all()
    const update = database.prepare('UPDATE torrents SET added_at = ?, completed = ? WHERE id = ?')
    // What is counted of them from now on comes on top.
    const count = database.prepare(
      `INSERT INTO torrent_totals (torrent_id, uploaded, downloaded, completes, anonymous_completes)
       VALUES (?1, 0, 0, 0, ?2) ON CONFLICT DO UPDATE SET anonymous_completes = ?2`,
    )
    const now = Math.floor(Date.now() / 1000)
    for (const { id, posted } of rows) {
      const age = Math.max(600, now - Number(posted))
      const added = now - Math.round(age * (0.4 + 0.6 * random.fraction()))
      const completed = Math.round(((now - added) / daySeconds) * 0.4 * random.factor())
      update.run(added, completed, Number(id))
      count.run(Number(id), completed)
    }
  } finally {
    database.close()
  }
}
