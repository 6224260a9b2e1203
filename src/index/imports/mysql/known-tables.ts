/**
 * The tables of other trackers that hold torrents, told by their names (behind any prefix) and their columns. What one
 * tracker calls `finished` another calls `snatched`; each field has the names that it goes by.
 *
 * `torrents` is a list of torrents, with names as a rule. `counts` knows what was counted of torrents that are listed
 * elsewhere; those that are listed nowhere are torrents all the same. `titles` has the names to which a row of
 * `torrents` points.
 */
import type { TableShape } from './insert-reader.ts'

export const fields = [
  'infoHash',
  'name',
  /** The row of `titles` that has the name, and there the row's own key: by Gazelle's group or a forum's topic. */
  'groupId',
  'topicId',
  'size',
  'files',
  'completed',
  'added',
  'banned',
  'flags',
] as const
export type Field = (typeof fields)[number]

export type KnownTable = {
  readonly role: 'torrents' | 'counts' | 'titles'
  /** Of which software, for people. */
  readonly of: string
  /** What the name ends with. */
  readonly table: string
  /** Columns without which it is another program's table of that name. */
  readonly needs: readonly string[]
  readonly columns: Readonly<Partial<Record<Field, readonly string[]>>>
}

const namemap = {
  role: 'torrents',
  table: 'namemap',
  columns: {
    infoHash: ['info_hash'],
    name: ['filename'],
    size: ['size'],
    added: ['tsadded', 'pubdate', 'data', 'dateadded'],
  },
} as const

/** The first that fits counts. */
export const knownTables: readonly KnownTable[] = [
  {
    ...namemap,
    of: 'PHPBTTracker+',
    needs: ['info_hash', 'filename', 'mirrorurl'],
    // Its size is in megabytes, rounded.
    columns: { ...namemap.columns, size: [] },
  },
  {
    ...namemap,
    of: 'PHPBTTracker, RivetTracker and BtitTracker',
    needs: ['info_hash', 'filename'],
  },
  {
    role: 'counts',
    of: 'PHPBTTracker, RivetTracker and BtitTracker',
    table: 'summary',
    needs: ['info_hash', 'finished', 'dlbytes'],
    columns: { infoHash: ['info_hash'], completed: ['finished'] },
  },
  {
    role: 'counts',
    of: 'XBT Tracker',
    table: 'xbt_files',
    needs: ['info_hash', 'completed'],
    columns: {
      infoHash: ['info_hash'],
      completed: ['completed'],
      added: ['ctime'],
      flags: ['flags'],
    },
  },
  {
    role: 'counts',
    of: 'XBT Tracker',
    table: 'xbt_torrents',
    needs: ['info_hash', 'completed'],
    columns: {
      infoHash: ['info_hash'],
      completed: ['completed'],
      added: ['ctime'],
      flags: ['flags'],
    },
  },
  {
    role: 'torrents',
    of: 'xbtit',
    table: 'files',
    needs: ['info_hash', 'filename', 'finished'],
    columns: {
      infoHash: ['info_hash'],
      name: ['filename'],
      size: ['size'],
      completed: ['finished'],
      added: ['data'],
    },
  },
  {
    role: 'torrents',
    of: 'Gazelle, TorrentPier, TBDev and others',
    table: 'torrents',
    needs: ['info_hash'],
    columns: {
      infoHash: ['info_hash'],
      name: ['name', 'title', 'torrent_name'],
      groupId: ['groupid'],
      topicId: ['topic_id'],
      size: ['size', 'torrent_size', 'file_size'],
      files: ['filecount', 'numfiles', 'num_file', 'file_count'],
      completed: ['times_completed', 'snatched', 'complete_count', 'completed'],
      added: [
        'added',
        'time',
        'reg_time',
        'created_at',
        'added_at',
        'created',
        'date_uploaded',
        'upload_date',
        'ctime',
      ],
      banned: ['banned'],
    },
  },
  {
    role: 'titles',
    of: 'Gazelle',
    table: 'torrents_group',
    needs: ['id'],
    columns: { groupId: ['id'], name: ['name', 'title'] },
  },
  {
    role: 'titles',
    of: 'TorrentPier',
    table: 'topics',
    needs: ['topic_id', 'topic_title'],
    columns: { topicId: ['topic_id'], name: ['topic_title'] },
  },
]

/** A table of a dump that is known, with the places of its fields in a row. */
export type TableMatch = {
  readonly known: KnownTable
  readonly table: string
  readonly places: ReadonlyMap<Field, number>
  /** How many values a row has. */
  readonly width: number
}

/** undefined for a table of no interest, or one whose columns were not told. */
export function matchTable({ table, columns }: TableShape): TableMatch | undefined {
  if (columns === undefined) return undefined
  const known = knownTables.find(
    (candidate) =>
      bearsName(table, candidate) && candidate.needs.every((one) => columns.includes(one)),
  )
  if (known === undefined) return undefined
  const places = fields.flatMap((field) => {
    const place = placeOf(known.columns[field] ?? [], columns)
    return place < 0 ? [] : [[field, place] as const]
  })
  return { known, table, places: new Map(places), width: columns.length }
}

/** Whether the name is that of a known table, whatever its columns are. */
export function hasKnownName(table: string): boolean {
  return knownTables.some((known) => known.role !== 'titles' && bearsName(table, known))
}

/** With any prefix; `deleted_torrents` and the like hold what was taken out on purpose. */
function bearsName(table: string, known: KnownTable): boolean {
  const name = table.toLowerCase()
  return name.endsWith(known.table) && !/(?:deleted|removed|trash)_?\w*$/.test(name)
}

/** Of the first of `names` that is there, or -1. */
function placeOf(names: readonly string[], columns: readonly string[]): number {
  const name = names.find((one) => columns.includes(one))
  return name === undefined ? -1 : columns.indexOf(name)
}

/** What a dump was searched for, in words. */
export function describeKnownTables(): string {
  return knownTables
    .filter(({ role }) => role !== 'titles')
    .map(({ table }) => table)
    .filter((table, index, all) => all.indexOf(table) === index)
    .join(', ')
}
