/**
 * Which of torrust's databases this is, told by its tables, and the query that gives its torrents. Both programs have
 * changed their tables over the years; a column or table that a version lacks is left out of the query.
 *
 * Of the tracker come info-hashes and completed downloads. Where its whitelist has entries it says which torrents are
 * tracked: a count whose torrent was taken off the list brings it back no more. The index has names, sizes and
 * dates; of a torrent that it was given under several info-hashes it serves the canonical one.
 */
export type Tables = ReadonlyMap<string, ReadonlySet<string>>

export type TorrustLayout = {
  readonly description: string
  /** Gives info_hash, name, size, files, completed, added; what is not known is NULL. */
  readonly query: string
  /** Gives the one number `left_out`: of torrents that were taken off the whitelist. */
  readonly leftOutQuery: string | undefined
}

/** undefined for a database of another program. `hasRows` tells whether a table has any. */
export function torrustLayout(
  tables: Tables,
  hasRows: (table: string) => boolean,
): TorrustLayout | undefined {
  return indexLayout(tables) ?? trackerLayout(tables, hasRows)
}

type TrackerTable = { readonly table: string; readonly column: string }

const countTables: readonly TrackerTable[] = [
  { table: 'torrents', column: 'completed' },
  { table: 'completed_v1', column: 'count' },
]
const whitelistTables: readonly TrackerTable[] = [
  { table: 'whitelist', column: 'info_hash' },
  { table: 'whitelist_v1', column: 'info_hash' },
]

function trackerLayout(
  tables: Tables,
  hasRows: (table: string) => boolean,
): TorrustLayout | undefined {
  const isThere = ({ table, column }: TrackerTable): boolean =>
    tables.get(table)?.has('info_hash') === true && tables.get(table)?.has(column) === true
  const counts = countTables.find(isThere)
  const whitelist = whitelistTables.find(isThere)
  if (whitelist !== undefined && hasRows(whitelist.table)) return whitelisted(whitelist, counts)
  return counts === undefined ? undefined : counted(counts)
}

function counted({ table, column }: TrackerTable): TorrustLayout {
  return {
    description: `torrust-tracker: the torrents in ${table}; it has no whitelist`,
    query: selection({ completed: `t.${column}` }, `${table} t ORDER BY t.info_hash`),
    leftOutQuery: undefined,
  }
}

function whitelisted({ table }: TrackerTable, counts: TrackerTable | undefined): TorrustLayout {
  if (counts === undefined) {
    return {
      description: `torrust-tracker: its ${table}`,
      query: selection({}, `${table} t ORDER BY t.info_hash`),
      leftOutQuery: undefined,
    }
  }
  return {
    description: `torrust-tracker: its ${table}, with the downloads in ${counts.table}`,
    query: selection(
      { completed: `c.${counts.column}` },
      `${table} t LEFT JOIN ${counts.table} c ON c.info_hash = t.info_hash ORDER BY t.info_hash`,
    ),
    leftOutQuery: `SELECT count(*) AS left_out FROM ${counts.table} c
      WHERE NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.info_hash = c.info_hash)`,
  }
}

function indexLayout(tables: Tables): TorrustLayout | undefined {
  const torrents = tables.get('torrust_torrents')
  if (torrents?.has('info_hash') !== true || !torrents.has('torrent_id')) return undefined
  const info = tables.get('torrust_torrent_info')?.has('title') === true
  const files = tables.get('torrust_torrent_files')?.has('torrent_id') === true
  const own = (...names: readonly string[]): readonly string[] =>
    names.filter((name) => torrents.has(name)).map((name) => `t.${name}`)
  const joins = [
    info ? 'LEFT JOIN torrust_torrent_info i ON i.torrent_id = t.torrent_id' : '',
    // One pass over all files: they have no index by torrent.
    files
      ? `LEFT JOIN (SELECT torrent_id, count(*) AS files FROM torrust_torrent_files GROUP BY torrent_id) f
         ON f.torrent_id = t.torrent_id`
      : '',
  ]
  return {
    description: 'torrust-index: its torrents',
    query: selection(
      {
        name: firstOf([...(info ? ['i.title'] : []), ...own('title', 'name')]),
        size: firstOf(own('size', 'file_size')),
        files: files ? 'f.files' : 'NULL',
        added: firstOf(own('date_uploaded', 'upload_date')),
      },
      `torrust_torrents t ${joins.join(' ')} ORDER BY t.torrent_id`,
    ),
    leftOutQuery: undefined,
  }
}

type Expressions = Partial<Record<'name' | 'size' | 'files' | 'completed' | 'added', string>>

function selection(expressions: Expressions, from: string): string {
  const { name, size, files, completed, added } = expressions
  return `SELECT t.info_hash AS info_hash, ${name ?? 'NULL'} AS name, ${size ?? 'NULL'} AS size,
    ${files ?? 'NULL'} AS files, ${completed ?? 'NULL'} AS completed, ${added ?? 'NULL'} AS added
    FROM ${from}`
}

/** The first that is neither NULL nor ''. */
function firstOf(expressions: readonly string[]): string {
  return expressions.reduceRight((rest, one) => `coalesce(nullif(${one}, ''), ${rest})`, 'NULL')
}
