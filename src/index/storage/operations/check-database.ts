/**
 * Looks through a whole database for what must never be: damage that the engine itself finds, and rows that break what
 * Waggle relies on. Gives a line for each kind of fault, with how many there are; none when all is well.
 */
import { type Kysely, sql } from 'kysely'
import type { Engine } from '../engine.ts'
import { readUpSeconds } from '../repositories/up-seconds.ts'
import type { Tables } from '../tables.ts'

type Invariant = {
  /** Completes "12 ". */
  readonly fault: string
  /** Counts the faults as `faults`; the same text on both engines. */
  readonly count: string
}

const invariants: readonly Invariant[] = [
  {
    fault: 'torrents whose info-hash has a wrong length',
    count: `SELECT count(*) AS faults FROM torrents
      WHERE length(info_hash) <> 20 OR length(info_hash_v2) <> 32`,
  },
  {
    fault: 'torrents that share an announced info-hash with another',
    count: `SELECT count(*) AS faults FROM torrents one
      JOIN torrents other ON one.info_hash = other.info_hash_v2_short AND one.id <> other.id`,
  },
  {
    fault: 'torrents with a count or a size below zero',
    count: `SELECT count(*) AS faults FROM torrents
      WHERE completed < 0 OR seeders < 0 OR leechers < 0 OR size_bytes < 0`,
  },
  {
    fault: 'torrents that are half banned or half removed',
    count: `SELECT count(*) AS faults FROM torrents
      WHERE (banned_at IS NULL) <> (ban_reason IS NULL)
         OR (banned_at IS NULL) <> (ban_is_public IS NULL)
         OR (removed_at IS NULL) <> (removed_by IS NULL)
         OR (removed_at IS NULL) <> (removal_reason IS NULL)`,
  },
  {
    fault: 'torrents that were active later than the tracker was up',
    count: `SELECT count(*) AS faults FROM torrents,
        (SELECT CAST(value AS BIGINT) AS up FROM meta WHERE key = 'tracker_up_seconds') AS tracker
      WHERE active_up_seconds > up OR purge_up_seconds > up`,
  },
  {
    fault: 'torrents whose list of files is not complete',
    count: `SELECT count(*) AS faults FROM torrents
      LEFT JOIN (SELECT torrent_id, count(*) AS files, max(position) + 1 AS places
                 FROM torrent_files GROUP BY torrent_id) found ON found.torrent_id = torrents.id
      WHERE coalesce(file_count, 0) <> coalesce(files, 0)
         OR coalesce(file_count, 0) <> coalesce(places, 0)`,
  },
  {
    fault: 'files of torrents that are not there',
    count: `SELECT count(*) AS faults FROM torrent_files
      LEFT JOIN torrents ON torrents.id = torrent_files.torrent_id WHERE torrents.id IS NULL`,
  },
  {
    fault: 'torrents whose name cannot be searched',
    count: `SELECT count(*) AS faults FROM torrents
      LEFT JOIN torrent_words ON torrents.id = torrent_words.torrent_id WHERE torrent_id IS NULL`,
  },
  {
    fault: 'galleries whose versions do not lead to one another',
    count: `SELECT count(*) AS faults FROM galleries
      LEFT JOIN galleries first ON first.id = galleries.announce_id
      LEFT JOIN galleries newest ON newest.id = galleries.current_id
      WHERE first.parent_id IS NOT NULL OR first.id IS NULL OR newest.id IS NULL
         OR first.announce_id <> first.id OR newest.announce_id <> first.id
         OR newest.current_id <> newest.id`,
  },
  {
    fault: 'versions that are live while the newest of their gallery is not',
    count: `SELECT count(*) AS faults FROM galleries
      JOIN galleries newest ON newest.id = galleries.current_id
      WHERE galleries.state = 'live' AND newest.state <> 'live'`,
  },
  {
    fault: 'torrents whose announce address is another than that of their gallery',
    count: `SELECT count(*) AS faults FROM torrents
      JOIN galleries ON galleries.id = torrents.gallery_id
      WHERE torrents.announce_id <> galleries.announce_id`,
  },
  {
    fault: 'torrents of galleries without their file',
    count: `SELECT count(*) AS faults FROM torrents
      LEFT JOIN torrent_blobs ON torrent_blobs.torrent_id = torrents.id
      WHERE gallery_id IS NOT NULL AND info IS NULL AND purged_at IS NULL`,
  },
  {
    fault: 'torrents of galleries that are removed without a tombstone',
    count: `SELECT count(*) AS faults FROM torrents
      WHERE gallery_id IS NOT NULL AND (removed_at IS NULL) <> (tombstone_kind IS NULL)`,
  },
  {
    fault: 'galleries that count their torrents wrong',
    count: `SELECT count(*) AS faults FROM galleries
      LEFT JOIN (SELECT announce_id, count(*) AS present FROM torrents
                 WHERE state = 'live' GROUP BY announce_id) counted
        ON counted.announce_id = galleries.announce_id
      WHERE torrent_count <> coalesce(present, 0)`,
  },
  {
    fault: 'tokens whose hash has a wrong length',
    count: `SELECT count(*) AS faults FROM tokens WHERE length(hash) <> 32`,
  },
]

/** Rejects as the engine does when the database cannot be read at all. */
export async function checkDatabase(engine: Engine): Promise<string[]> {
  const { reader, close } = engine.openAside()
  try {
    const damage = await engine.findDamage(reader)
    return [...damage, ...(await findBroken(reader)), ...(await findBadMeta(reader))]
  } finally {
    await close()
  }
}

async function findBroken(reader: Kysely<Tables>): Promise<string[]> {
  const lines: string[] = []
  for (const { fault, count } of invariants) {
    const { rows } = await sql.raw<{ faults: number }>(count).execute(reader)
    const faults = rows[0]?.faults ?? 0
    if (faults > 0) lines.push(`${faults} ${fault}`)
  }
  return lines
}

async function findBadMeta(reader: Kysely<Tables>): Promise<string[]> {
  const upSeconds = await readUpSeconds(reader)
  if (Number.isSafeInteger(upSeconds) && upSeconds >= 0) return []
  return ['the time that the tracker was up is no number of seconds']
}
