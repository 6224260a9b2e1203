/** What the terms of a search narrow a list of galleries or torrents by. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { memberNameKey } from '#index/members/member-name'
import type {
  CatalogueQuery,
  Comparison,
  FieldTerm,
  NumberField,
} from '#index/search/catalogue-query'
import type { SearchTerm } from '#index/search/search-query'
import type { SearchDialect, WordsTable } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import {
  type CatalogueTable,
  columnNarrowing,
  type Narrowing,
  nothing,
  without,
} from './catalogue-narrowing.ts'
import { areWanted } from './search-terms.ts'
import { wordsFit } from './words-fit.ts'

export type SearchedList = {
  readonly reader: Kysely<Tables>
  readonly search: SearchDialect
  readonly table: CatalogueTable
  /** Where words are looked for. */
  readonly words: WordsTable
}

type NumberTerm = Extract<FieldTerm, { readonly comparison: Comparison }>
type PlainTerm = Exclude<FieldTerm, NumberTerm>

/** By which column of `torrents` a torrent is measured. */
const torrentColumns = {
  size: 'size_key',
  seeds: 'seeders',
  peers: 'leechers',
  downloads: 'completed',
} as const satisfies Partial<Record<NumberField, keyof Tables['torrents']>>

/** The least number that is one: sizes and pages that are not known are below. */
const least: Readonly<Record<NumberField, number>> = {
  size: 0,
  seeds: 0,
  peers: 0,
  downloads: 0,
  pages: 1,
}

const opposites = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '=': '<>' } as const

/** Those by which the fewest are found stand first, as far as that can be guessed. */
export async function narrowingsOf(
  list: SearchedList,
  { terms, fields }: CatalogueQuery,
): Promise<readonly Narrowing[]> {
  const words = terms.length === 0 ? [] : [wordsNarrowing(list, terms)]
  const [numbers, others]: [Narrowing[], Narrowing[]] = [[], []]
  for (const term of fields)
    if ('comparison' in term) numbers.push(numberNarrowing(list, term))
    else others.push(await fieldNarrowing(list, term))
  return [...others, ...words, ...numbers]
}

function wordsNarrowing({ search, words }: SearchedList, terms: readonly SearchTerm[]): Narrowing {
  return {
    key: `${words} ${JSON.stringify(terms)}`,
    fits: (id) => wordsFit(search, id, terms, words),
    ids: areWanted(terms) ? search.ids(terms, words) : undefined,
    isDear: true,
  }
}

async function fieldNarrowing(list: SearchedList, term: PlainTerm): Promise<Narrowing> {
  const narrowing = await plainNarrowing(list, term)
  return term.isExcluded ? without(narrowing) : narrowing
}

/** Without its minus. */
async function plainNarrowing(list: SearchedList, term: PlainTerm): Promise<Narrowing> {
  if (term.field === 'torrent') return hasTorrent(list.table)
  if (term.field === 'hash') return hashNarrowing(list, term)
  if (term.field === 'gallery') return await chainNarrowing(list, term.id)
  return await uploaderNarrowing(list, term.name)
}

function hasTorrent(table: CatalogueTable): Narrowing {
  if (table.name === 'torrents') return { key: 'every torrent', fits: () => sql<boolean>`TRUE` }
  return withTorrentsNarrowing(table)
}

/** Of galleries. */
export function withTorrentsNarrowing(table: CatalogueTable): Narrowing {
  return columnNarrowing(table, sql<boolean>`galleries.torrent_count > 0`, {
    key: 'with torrents',
    column: 'torrent_count',
    index: 'after part',
    isCountable: true,
    bounds: [latestWithTorrents],
  })
}

/** As the index of these says it, in the order of a list of the latest. */
const latestWithTorrents = {
  column: 'posted_at',
  condition: sql<boolean>`galleries.torrent_count <> 0`,
} as const

async function uploaderNarrowing(
  { reader, table }: SearchedList,
  name: string,
): Promise<Narrowing> {
  const member = await reader
    .selectFrom('members')
    .select('id')
    .where('name_key', '=', memberNameKey(name))
    .executeTakeFirst()
  return member === undefined ? nothing(table) : memberNarrowing(table, member.id)
}

/** Of whoever uploaded the torrent, or owns the gallery. */
export function memberNarrowing(table: CatalogueTable, memberId: number): Narrowing {
  const column = table.name === 'torrents' ? 'torrents.uploader_id' : 'galleries.owner_id'
  const condition = sql<boolean>`${sql.ref(column)} = ${memberId}`
  return columnNarrowing(table, condition, { key: `member ${memberId}`, index: 'alone' })
}

/** Every version of a gallery is the same to whoever asks for one by its number. */
async function chainNarrowing({ reader, table }: SearchedList, id: number): Promise<Narrowing> {
  const gallery = await reader
    .selectFrom('galleries')
    .select('announce_id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (gallery === undefined) return nothing(table)
  const condition = sql<boolean>`${sql.ref(`${table.name}.announce_id`)} = ${gallery.announce_id}`
  return columnNarrowing(table, condition, {
    key: `chain ${gallery.announce_id}`,
    index: 'alone',
  })
}

type HashTerm = Extract<FieldTerm, { readonly field: 'hash' }>

function hashNarrowing(list: SearchedList, { from, to }: HashTerm): Narrowing {
  const { table } = list
  const between = (column: string): RawBuilder<boolean> =>
    sql`(${sql.ref(`torrents.${column}`)} BETWEEN ${from} AND ${to})`
  const [first, ...others] =
    from.length === 20
      ? [between('info_hash'), between('info_hash_v2_short')]
      : [between('info_hash_v2')]
  // One by one, so that each index is used; and none twice.
  const torrents = others.reduce(
    (before, other) => sql`${before} UNION ALL ${torrentsWhere(sql`${other} AND NOT ${first}`)}`,
    torrentsWhere(first),
  )
  const key = `hash ${Buffer.from(from).toString('hex')} ${Buffer.from(to).toString('hex')}`
  const condition = sql<boolean>`coalesce(${sql.join([first, ...others], sql` OR `)}, FALSE)`
  if (table.name === 'torrents')
    return {
      key,
      fits: (id) => sql<boolean>`(SELECT ${condition} FROM torrents WHERE torrents.id = ${id})`,
      ids: torrents,
    }
  return ofTorrents(list, { key, condition, torrents })
}

function torrentsWhere(condition: RawBuilder<boolean>): RawBuilder<{ readonly id: number }> {
  return sql`SELECT torrents.id AS id FROM torrents WHERE ${condition}`
}

/** As far as a torrent's number goes; a gallery has its own pages, and torrents to which the other numbers belong. */
function numberNarrowing(list: SearchedList, term: NumberTerm): Narrowing {
  const { table } = list
  const { field, value, comparison, isExcluded } = term
  const sign = sql.raw(isExcluded ? opposites[comparison] : comparison)
  const condition = (column: string): RawBuilder<boolean> =>
    sql`(${sql.ref(column)} ${sign} ${value} AND ${sql.ref(column)} >= ${least[field]})`
  const key = `${field} ${isExcluded ? opposites[comparison] : comparison} ${value}`
  if (field === 'pages') return pagesNarrowing(table, key, condition('galleries.pages_key'))
  const column = torrentColumns[field]
  const own = condition(`torrents.${column}`)
  if (table.name === 'torrents')
    return columnNarrowing(table, own, { key, column, index: 'after part' })
  const torrents = torrentsWhere(sql`torrents.state = 'live' AND ${own}`)
  return ofTorrents(list, { key, condition: own, torrents })
}

function pagesNarrowing(
  table: CatalogueTable,
  key: string,
  condition: RawBuilder<boolean>,
): Narrowing {
  if (table.name === 'galleries')
    return columnNarrowing(table, condition, {
      key,
      column: 'pages_key',
      index: 'after part',
      isCountable: true,
    })
  return {
    key,
    fits: (id) => sql<boolean>`EXISTS (
      SELECT 1 FROM torrents AS paged JOIN galleries ON galleries.id = paged.gallery_id
      WHERE paged.id = ${id} AND ${condition})`,
  }
}

type TorrentCondition = {
  readonly key: string
  /** On columns of `torrents`. */
  readonly condition: RawBuilder<boolean>
  /** A query of the `id` of the torrents that it holds for. */
  readonly torrents: RawBuilder<{ readonly id: number }>
}

/** Galleries that have such a torrent. */
function ofTorrents(
  { table: { part }, search }: SearchedList,
  { key, condition, torrents }: TorrentCondition,
): Narrowing {
  return {
    key: `torrents ${key}`,
    // Each torrent by its id once more, or an engine might begin with those that the condition holds for.
    fits: (id) => sql<boolean>`EXISTS (
      SELECT 1 FROM galleries AS held CROSS JOIN torrents AS own CROSS JOIN torrents
      WHERE held.id = ${id} AND own.announce_id = held.announce_id
        AND torrents.id = own.id AND torrents.state = 'live' AND ${condition})`,
    ids: sql`
      SELECT DISTINCT galleries.id AS id
      FROM ${search.first(torrents)} AS fitting CROSS JOIN torrents CROSS JOIN galleries
      WHERE torrents.id = fitting.id AND torrents.state = 'live'
        AND galleries.announce_id = torrents.announce_id AND ${part}`,
    counted: torrents,
    isDear: true,
    bounds: [latestWithTorrents],
  }
}
