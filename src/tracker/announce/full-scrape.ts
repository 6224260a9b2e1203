/**
 * The scrape of all torrents (BEP 48), in chunks: of all that have a swarm where everybody's torrents are served,
 * else of all that are registered and not banned, with or without a swarm.
 *
 * The info-hashes are listed first, a shard or some entries at a time, then put in order; counts and names are
 * looked up when an entry is written. Between steps the generator yields, so that announces are answered in between.
 */
import type { Admission } from '#tracker/admission/admission'
import { shardCount } from '#tracker/swarm/layout'
import {
  beginScrapeReply,
  endScrapeReply,
  namedScrapeEntryBytesMax,
  scrapeEntryBytesMax,
  scrapeFrameBytesMax,
} from '#tracker/wire/http/scrape-reply'
import type { Announcer } from './announcer.ts'
import { HashList, turn } from './hash-list.ts'

const chunkBytes = 32 * 1024
const restBytes = Math.max(scrapeEntryBytesMax, namedScrapeEntryBytesMax) + scrapeFrameBytesMax
/** Entries of the table that are listed between two turns. */
const listedAtOnce = 4096

const nothing = Buffer.alloc(0)

/** Chunks of the reply; an empty one only gives others a turn. */
export function* fullScrape(announcer: Announcer): Generator<Buffer> {
  const hashes = new HashList()
  yield* announcer.admission === undefined
    ? listSwarms(announcer, hashes)
    : listRegistered(announcer.admission, hashes)
  let chunk = Buffer.allocUnsafe(chunkBytes)
  let at = beginScrapeReply(chunk, 0)
  const [hash, last] = [Buffer.alloc(20), Buffer.alloc(20)]
  let isFirst = true
  for (const index of hashes.inOrder()) {
    if (index === turn) yield nothing
    else {
      hashes.read(index, hash)
      // One that was removed and added again meanwhile may be listed twice.
      const isRepeated = !isFirst && hash.equals(last)
      if (isRepeated || !announcer.scrape(hash, 0)) continue
      at = announcer.writeScrapeEntry(chunk, at, hash, 0)
      last.set(hash)
      isFirst = false
    }
    if (at + restBytes <= chunkBytes) continue
    yield chunk.subarray(0, at)
    chunk = Buffer.allocUnsafe(chunkBytes)
    at = 0
  }
  at = endScrapeReply(chunk, at, announcer.policy.minIntervalSeconds)
  yield chunk.subarray(0, at)
}

function* listSwarms({ store }: Announcer, hashes: HashList): Generator<Buffer> {
  for (let shard = 0; shard < shardCount; shard++) {
    store.visitShard(shard, () => hashes.add(store.infoHash, 0))
    yield nothing
  }
}

function* listRegistered({ torrents }: Admission, hashes: HashList): Generator<Buffer> {
  const hash = new Uint8Array(20)
  const words = new Int32Array(hash.buffer)
  const { entriesUsed } = torrents
  for (let number = 1; number <= entriesUsed; number++) {
    const entry = torrents.entryAt(number)
    if (torrents.isLive(entry)) {
      for (let word = 0; word < 5; word++) words[word] = torrents.infoHashWord(entry, word)
      hashes.add(hash, 0)
    }
    if (number % listedAtOnce === 0) yield nothing
  }
}
