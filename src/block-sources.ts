/** What threads have noted of where announces come from, in the words of blocks: networks and beginnings of peer ids. */
import { type BlockTarget, keyWords, wordsOf } from '#index/blocks/block'
import type { Sources } from '#index/blocks/block-tracker'
import type { BlockTables } from '#tracker/admission/block-tables'
import { addressOfPrefix, familyOfPrefix, sourcePrefixBits } from '#tracker/admission/source-prefix'
import { sourceShares } from '#tracker/admission/source-shares'

export function sourcesOf(tables: BlockTables, kind: 'network' | 'client'): Sources {
  const { samples, refused, entries } = sourceShares(
    tables,
    kind === 'network' ? 'networks' : 'clients',
  )
  const targetOf = kind === 'network' ? networkOf : clientOf
  return {
    samples,
    refused,
    entries: entries.map((entry) => ({
      target: targetOf(entry.first, entry.second),
      count: entry.count,
      refused: entry.refused,
    })),
  }
}

function networkOf(first: number, second: number): BlockTarget {
  const family = familyOfPrefix(second)
  return {
    space: family === 4 ? 'ipv4' : 'ipv6',
    words: wordsOf(addressOfPrefix(first, second)),
    prefixBits: sourcePrefixBits[family],
  }
}

/** The first 8 bytes of peer ids are what is noted of clients. */
function clientOf(first: number, second: number): BlockTarget {
  const id = new Uint8Array(keyWords.clients * 4)
  new Int32Array(id.buffer).set([first, second])
  return { space: 'clients', words: wordsOf(id), prefixBits: 64 }
}
