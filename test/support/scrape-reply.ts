/**
 * Scrape replies over HTTP (BEP 48, BEP 21): what a test expects byte for byte, and the strict reading.
 */
import { dictionaryAt, integerAt, isDictionary } from './bencode.ts'
import type { HttpResponse } from './raw-http.ts'
import { readDictionary } from './read-dictionary.ts'

export interface ScrapeEntry {
  readonly complete: number
  readonly downloaded: number
  readonly downloaders: number
  readonly incomplete: number
}

export const emptyEntry: ScrapeEntry = { complete: 0, downloaded: 0, downloaders: 0, incomplete: 0 }

/** The one right reply with `entries`, which the caller gives in any order. */
export function expectedScrape(
  entries: readonly (readonly [hash: Buffer, entry: Partial<ScrapeEntry>])[],
): Buffer {
  const files = entries
    .toSorted(([one], [other]) => Buffer.compare(one, other))
    .map(
      ([hash, entry]) => `20:${hash.toString('latin1')}${entryText({ ...emptyEntry, ...entry })}`,
    )
  const flags = '5:flagsd20:min_request_intervali900ee'
  return Buffer.from(`d5:filesd${files.join('')}e${flags}e`, 'latin1')
}

function entryText(entry: ScrapeEntry): string {
  const { complete, downloaded, downloaders, incomplete } = entry
  const first = `d8:completei${complete}e10:downloadedi${downloaded}e`
  return `${first}11:downloadersi${downloaders}e10:incompletei${incomplete}ee`
}

/** The entries by info-hash in hex; throws on anything but a success. */
export function readScrape(response: HttpResponse): ReadonlyMap<string, ScrapeEntry> {
  const dictionary = readDictionary(response)
  const entries = new Map<string, ScrapeEntry>()
  for (const [key, value] of dictionaryAt(dictionary, 'files')) {
    if (key.length !== 20 || !isDictionary(value)) throw new Error('a scrape key of other size')
    entries.set(Buffer.from(key, 'latin1').toString('hex'), {
      complete: integerAt(value, 'complete'),
      downloaded: integerAt(value, 'downloaded'),
      downloaders: integerAt(value, 'downloaders'),
      incomplete: integerAt(value, 'incomplete'),
    })
  }
  return entries
}
