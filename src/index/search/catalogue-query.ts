/**
 * What somebody looks for among galleries and torrents: the words of `search-query.ts`, and terms on a field.
 *
 *   maps "old world" -draft atl*          words, a phrase, not this one, the beginning of a word
 *   tag:artist:"katsushika hokusai"       a tag; artist:… is short for it, tag:name is of any namespace
 *   uploader:name  gid:12  hash:0a1b…     of a member, of a gallery, by an info-hash or its beginning
 *   has:torrent  size>1GiB  seeds>=5      and -has:torrent, -size>1GiB
 *
 * There is no wrong query. A term on a known field whose value makes no sense narrows nothing and is told back, and so is
 * what is more than a query may have; what looks like a field and is none ("Re:Zero") is words. One parser serves pages,
 * API and feeds.
 */
import { parseHashTerm } from './hash-term.ts'
import { readTerms, type SearchTerm, searchTermsMax } from './search-query.ts'
import { parseSize } from './size-units.ts'
import { knownNamespace } from './tag-namespaces.ts'
import { tagToken } from './tag-token.ts'

/** By which a torrent is measured. Pages are of a gallery, all others of a torrent. */
export type NumberField = 'size' | 'seeds' | 'peers' | 'downloads' | 'pages'

export type Comparison = '<' | '<=' | '>' | '>=' | '='

type Excludable = { readonly isExcluded: boolean }

export type FieldTerm = Excludable &
  (
    | { readonly field: 'uploader'; readonly name: string }
    | { readonly field: 'gallery'; readonly id: number }
    /** Info-hashes from the first to the last, of 20 bytes (either version, cut) or 32. */
    | { readonly field: 'hash'; readonly from: Uint8Array; readonly to: Uint8Array }
    | { readonly field: 'torrent' }
    | { readonly field: NumberField; readonly comparison: Comparison; readonly value: number }
  )

export type CatalogueQuery = {
  /** Words and tags, wanted ones first. */
  readonly terms: readonly SearchTerm[]
  readonly fields: readonly FieldTerm[]
  /** What narrows nothing, as it was typed: terms that make no sense, and those beyond the limits. */
  readonly notUnderstood: readonly string[]
}

/** Characters of a query that are looked at: more than a title has. */
export const searchCharactersMax = 1000

/** Terms on fields of one query; more are told back. */
export const fieldTermsMax = 16

/** Characters of what stands beyond the limit that are told back. */
const restCharactersMax = 60

/** As much of what was typed as addresses and pages keep: what is read of it, and enough of the rest to tell of it. */
export function keptSearch(typed: string): string {
  const kept = typed.trim().slice(0, searchCharactersMax + 2 * restCharactersMax)
  return kept.toWellFormed().trim()
}

const pieces =
  /-?"[^"]*"?|(?<minus>-?)(?<name>[a-z]{1,12})(?<sign>:|[<>]=?|=)(?<value>(?:[^\s"]|"[^"]*"?)*)|[^\s"]+/giv

type Piece = {
  readonly field: string
  readonly sign: string
  readonly value: string
  readonly isExcluded: boolean
}

/** What a piece is: terms, or that it is words after all, or that it makes no sense. */
type Meaning = SearchTerm | FieldTerm | 'words' | 'nonsense'

/** A term, and what was typed for it. */
type Typed<Term> = { readonly typed: string; readonly term: Term }

/** Total: any text is a query. */
export function parseCatalogueQuery(text: string): CatalogueQuery {
  const words: Typed<SearchTerm>[] = []
  const tags: Typed<SearchTerm>[] = []
  const fields: Typed<FieldTerm>[] = []
  const nonsense: string[] = []
  const { looked, rest } = cutAtLimit(text)
  for (const [typed, piece] of piecesOf(looked)) {
    const meaning = piece === undefined ? 'words' : meaningOf(piece)
    if (meaning === 'words') words.push(...readTerms(typed).map((term) => ({ typed, term })))
    else if (meaning === 'nonsense') nonsense.push(typed)
    else if ('field' in meaning) fields.push({ typed, term: meaning })
    else tags.push({ typed, term: meaning })
  }
  const terms = wantedFirst([...tags, ...words])
  const dropped = [...fields.slice(fieldTermsMax), ...terms.slice(searchTermsMax)]
  return {
    terms: terms.slice(0, searchTermsMax).map(({ term }) => term),
    fields: fields.slice(0, fieldTermsMax).map(({ term }) => term),
    notUnderstood: [...new Set([...nonsense, ...dropped.map(({ typed }) => typed), ...rest])],
  }
}

/** The pieces that end within the limit, and the beginning of what comes after them, if anything does. */
function cutAtLimit(text: string): { readonly looked: string; readonly rest: readonly string[] } {
  if (text.length <= searchCharactersMax) return { looked: text, rest: [] }
  let end = 0
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (index + piece.length > searchCharactersMax) break
    end = index + piece.length
  }
  const rest = text.slice(end).trim()
  const told = rest.slice(0, restCharactersMax).toWellFormed()
  const looked = text.slice(0, end)
  if (rest === '') return { looked, rest: [] }
  return { looked, rest: [rest.length > restCharactersMax ? `${told}…` : told] }
}

function* piecesOf(text: string): Generator<readonly [string, Piece | undefined]> {
  for (const match of text.matchAll(pieces)) {
    const { minus, name, sign, value } = match.groups ?? {}
    if (name === undefined) yield [match[0], undefined]
    else
      yield [
        match[0],
        {
          field: name.toLowerCase(),
          sign: sign ?? '',
          value: (value ?? '').replaceAll('"', ''),
          isExcluded: minus === '-',
        },
      ]
  }
}

function wantedFirst(terms: readonly Typed<SearchTerm>[]): readonly Typed<SearchTerm>[] {
  return terms.toSorted(
    ({ term: one }, { term: other }) => Number(one.isExcluded) - Number(other.isExcluded),
  )
}

function meaningOf(piece: Piece): Meaning {
  const number = numberFields.get(piece.field)
  if (number !== undefined) return numberTerm(number, piece)
  const read = fieldReaders.get(piece.field)
  if (read !== undefined) return piece.sign === ':' ? read(piece) : 'words'
  const namespace = knownNamespace(piece.field)
  if (namespace === undefined || piece.sign !== ':' || piece.value === '') return 'words'
  return tagTerm(namespace, piece.value, piece.isExcluded)
}

const numberFields: ReadonlyMap<string, NumberField> = new Map([
  ['size', 'size'],
  ['seeds', 'seeds'],
  ['seeders', 'seeds'],
  ['peers', 'peers'],
  ['leechers', 'peers'],
  ['downloads', 'downloads'],
  ['completes', 'downloads'],
  ['pages', 'pages'],
])

const fieldReaders: ReadonlyMap<string, (piece: Piece) => Meaning> = new Map([
  ['tag', ({ value, isExcluded }) => namedTagTerm(value, isExcluded)],
  ['uploader', ({ value, isExcluded }) => uploaderTerm(value, isExcluded)],
  ['gid', ({ value, isExcluded }) => galleryTerm(value, isExcluded)],
  ['hash', ({ value, isExcluded }) => hashTerm(value, isExcluded)],
  ['has', ({ value, isExcluded }) => hasTerm(value, isExcluded)],
])

function numberTerm(field: NumberField, { sign, value, isExcluded }: Piece): Meaning {
  const number = field === 'size' ? parseSize(value) : parseCount(value)
  if (number === undefined) return 'nonsense'
  return { field, comparison: comparisons[sign] ?? '=', value: number, isExcluded }
}

const comparisons: Readonly<Record<string, Comparison>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function parseCount(text: string): number | undefined {
  return /^\d{1,15}$/v.test(text) ? Number(text) : undefined
}

/** `namespace:name`, where the namespace is all before the first colon; or a name in any namespace. */
function namedTagTerm(value: string, isExcluded: boolean): Meaning {
  const colon = value.indexOf(':')
  if (colon === -1) return tagTerm(undefined, value, isExcluded)
  const namespace = value.slice(0, colon)
  return tagTerm(knownNamespace(namespace) ?? namespace, value.slice(colon + 1), isExcluded)
}

/** The `$` with which some sites ask for the whole name is a sign like others: names are looked for whole anyway. */
function tagTerm(namespace: string | undefined, name: string, isExcluded: boolean): Meaning {
  const token = tagToken(namespace, name)
  if (token === undefined) return 'nonsense'
  return { tokens: [token], isPrefix: name.endsWith('*'), isExcluded }
}

function uploaderTerm(name: string, isExcluded: boolean): Meaning {
  return name.trim() === '' ? 'nonsense' : { field: 'uploader', name: name.trim(), isExcluded }
}

function galleryTerm(value: string, isExcluded: boolean): Meaning {
  const id = parseCount(value)
  return id === undefined ? 'nonsense' : { field: 'gallery', id, isExcluded }
}

function hashTerm(value: string, isExcluded: boolean): Meaning {
  const hashes = parseHashTerm(value)
  return hashes === undefined ? 'nonsense' : { field: 'hash', ...hashes, isExcluded }
}

function hasTerm(value: string, isExcluded: boolean): Meaning {
  return /^torrents?$/iv.test(value) ? { field: 'torrent', isExcluded } : 'nonsense'
}
