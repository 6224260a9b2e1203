/**
 * The section on the catalogue: how long pages of its lists and searches in them take, on both databases, of registered
 * torrents and of a gallery site.
 */
import type { Bench } from '../bench-options.ts'
import { known } from '../catalogue/catalogue-names.ts'
import type { CatalogueRow } from '../catalogue/catalogue-row.ts'
import { openGalleryCatalogue } from '../catalogue/gallery-catalogue.ts'
import { galleryRows } from '../catalogue/gallery-rows.ts'
import { type Catalogue, openCatalogue } from '../catalogue/open-catalogue.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { median, spread, tenths, whole } from '../report/statistics.ts'

type Result = { readonly what: string; readonly times: readonly number[] }

const engines = ['sqlite', 'postgres'] as const
type Engine = (typeof engines)[number]

const names: Readonly<Record<Engine, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

/** Loads of each page, after one that does not count; and how long a visitor leaves between two. */
const loads = 25
const pauseSeconds = 5

type Site = {
  readonly name: string
  readonly rows: readonly CatalogueRow[]
  readonly open: (engine: Engine, count: number) => Promise<Catalogue>
}

export function catalogueSection(bench: Bench): Promise<Section> {
  return sectionOf(bench, 'Catalogue', { name: 'registered', rows, open: openCatalogue })
}

export function galleriesSection(bench: Bench): Promise<Section> {
  const site = { name: 'gallery', rows: galleryRows, open: openGalleryCatalogue }
  return sectionOf(bench, 'Galleries', site)
}

async function sectionOf(bench: Bench, title: string, site: Site): Promise<Section> {
  const count = bench.isQuick ? 100_000 : 1_000_000
  const results = new Map<Engine, readonly Result[]>()
  for (const engine of engines) results.set(engine, await measure(bench, engine, site, count))
  const gates = engines.flatMap((engine) =>
    gatesOf(`${site.name} on ${names[engine]}`, results.get(engine) ?? []),
  )
  return { title, lines: [...text(count, site), '', ...tableOf(site, results)], gates }
}

function tableOf(site: Site, results: ReadonlyMap<Engine, readonly Result[]>): readonly string[] {
  return table(
    [`page, ${site.name}`, ...engines.map((engine) => `${names[engine]}, ms`)],
    site.rows.map(({ what }, index) => [
      what,
      ...engines.map((engine) => spread(results.get(engine)?.[index]?.times ?? [], tenths)),
    ]),
  )
}

function text(count: number, { name }: Site): string[] {
  const what = name === 'gallery' ? 'torrents, and as many galleries,' : 'torrents,'
  return [
    `Pages of 50 of ${whole(count)} ${what} from the request to the whole HTML, in one process and`,
    `without a network. Both databases are as they are installed. ${loads} loads of each page, ${pauseSeconds} seconds apart by the clock:`,
    'totals above 500 are remembered for a minute, so the longest of each is one that counted them anew.',
  ]
}

const { common, frequent, halfway, seldom } = known
const search = (words: string, sort = ''): string =>
  `/torrents?q=${encodeURIComponent(words)}${sort}`

const rows: readonly CatalogueRow[] = [
  { what: 'list, newest first', path: '/torrents' },
  ...['name', 'size', 'seeds', 'downloaders', 'completes'].map((sort) => ({
    what: `list by ${sort}`,
    path: `/torrents?sort=${sort}`,
  })),
  {
    what: 'list, newest first, half-way down',
    path: async (catalogue) => `/torrents?after=${await catalogue.deepMark('added')}`,
  },
  {
    what: 'list by seeds, half-way down',
    path: async (catalogue) => `/torrents?sort=seeds&after=${await catalogue.deepMark('seeders')}`,
  },
  { what: 'a word that nobody has', path: search('nobodyhasthis') },
  { what: 'a word of 1 in 1000', path: search(seldom.word) },
  { what: 'a word of 1 in 1000, by seeds', path: search(seldom.word, '&sort=seeds') },
  { what: 'a word of 1 in 200, by seeds', path: search(halfway.word, '&sort=seeds') },
  { what: 'a word of 1 in 20', path: search(frequent.word) },
  { what: 'a word of 1 in 20, by seeds', path: search(frequent.word, '&sort=seeds') },
  { what: 'a word of 1 in 2, by name', path: search(common.word, '&sort=name') },
  { what: 'a word of 1 in 2, by seeds', path: search(common.word, '&sort=seeds') },
  { what: 'two words', path: search(`${common.word} ${halfway.word}`) },
  { what: 'a phrase', path: search(`"${frequent.word} 1987"`) },
  { what: 'the beginning of a word, two letters', path: search('to*', '&sort=size') },
  { what: 'without a word', path: search(`1987 -${common.word}`) },
  { what: 'without a word alone', path: search(`-${common.word}`) },
  { what: 'three Chinese characters', path: search('日本語') },
  { what: 'one Chinese character', path: search('市', '&sort=seeds') },
]

async function measure(
  bench: Bench,
  engine: Engine,
  { name, rows: pages, open }: Site,
  count: number,
): Promise<Result[]> {
  bench.say(`Catalogue, ${name} on ${names[engine]}, filling`)
  const catalogue = await open(engine, count)
  try {
    const results: Result[] = []
    for (const { what, path } of pages) {
      const there = typeof path === 'string' ? path : await path(catalogue)
      const times = await timesOf(catalogue, there)
      bench.say(`${name} on ${names[engine]}, ${what}: ${spread(times, tenths)} ms`)
      results.push({ what, times })
    }
    return results
  } finally {
    await catalogue.close()
  }
}

async function timesOf(catalogue: Catalogue, path: string): Promise<number[]> {
  await catalogue.load(path)
  const times: number[] = []
  for (let load = 0; load < loads; load++) {
    catalogue.pass(pauseSeconds)
    times.push(await catalogue.load(path))
  }
  return times
}

function gatesOf(engine: string, results: readonly Result[]): Gate[] {
  const medians = results.map(({ times }) => median(times))
  const gate = { needed: 50, atMost: true }
  return [
    { ...gate, name: `${engine}, median of all pages, ms`, measured: median(medians) },
    { ...gate, name: `${engine}, slowest page’s median, ms`, measured: Math.max(...medians) },
  ]
}
