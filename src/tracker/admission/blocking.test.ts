/** Whom one thread refuses, as main has put rules into force, and what it notes of the others. */
import { describe, expect, test } from 'vitest'
import { PrefixList } from '#base/prefix-list'
import { Prng } from '#base/prng'
import { createRegion, type Region } from '#base/region'
import { formatAddress, parseAddress } from '#tracker/wire/address'
import { Announce } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { createBlockRegion } from './block-layout.ts'
import { type BlockLists, BlockTables } from './block-tables.ts'
import { Blocking } from './blocking.ts'
import { addressOfPrefix, familyOfPrefix } from './source-prefix.ts'
import { type SourceShares, sourceShares } from './source-shares.ts'

const kinds: readonly Region['handle']['kind'][] = ['memory-file', 'shared']

class Subject {
  readonly tables: BlockTables
  readonly threads: readonly Blocking[]

  constructor(region: Region = createBlockRegion(), threads = 2) {
    this.tables = new BlockTables(region)
    this.threads = Array.from(
      { length: threads },
      (_, slot) => new Blocking({ region: region.handle, slot, prng: new Prng(1, 2, slot) }),
    )
  }

  get first(): Blocking {
    const [first] = this.threads
    if (first === undefined) throw new Error('there is no thread')
    return first
  }

  block(lists: Partial<BlockLists>): void {
    this.tables.replace(lists)
  }

  /** What each thread answers an announce with. */
  answers(announce: Announce): Failure[] {
    return this.threads.map((thread) =>
      thread.isNetworkBlocked(announce.addressWords, announce.family)
        ? Failure.networkBlocked
        : thread.judge(announce),
    )
  }
}

type Asked = { readonly from?: string; readonly peerId?: string; readonly infoHash?: number }

function announceOf({ from = '192.0.2.1', peerId = '-TS0001-', infoHash = 1 }: Asked): Announce {
  const announce = new Announce()
  announce.family = parseAddress(from, announce.address) === 6 ? 6 : 4
  announce.peerId.set(Buffer.from(peerId, 'latin1'))
  announce.infoHash.fill(infoHash)
  return announce
}

/** One prefix, of the first `bytes` bytes. */
function only(wordCount: number, bytes: Uint8Array, prefixBits = bytes.length * 8): PrefixList {
  const padded = Buffer.concat([bytes, Buffer.alloc(20)])
  const words = Array.from({ length: wordCount }, (_, at) => padded.readUInt32BE(at * 4))
  const list = new PrefixList(wordCount)
  list.add(words, prefixBits, 1)
  return list
}

const none = (wordCount: number): PrefixList => new PrefixList(wordCount)
const all = (failure: Failure): Failure[] => [failure, failure]

describe.each(kinds)('blocks in a region of kind %s', (kind) => {
  const size = createBlockRegion().buffer.byteLength
  const subject = new Subject(createRegion(size, kind))

  test('hold in every thread from the next request on, and no longer than they are there', () => {
    const [neighbour, blocked] = ['198.51.99.255', '198.51.100.7'].map((from) =>
      announceOf({ from }),
    )
    const network = Uint8Array.of(198, 51, 100)
    for (let round = 0; round < 3; round++) {
      expect(subject.answers(blocked as Announce)).toEqual(all(Failure.none))
      subject.block({ ipv4: only(1, network) })
      expect(subject.answers(blocked as Announce)).toEqual(all(Failure.networkBlocked))
      expect(subject.answers(neighbour as Announce)).toEqual(all(Failure.none))
      subject.block({ ipv4: none(1) })
    }
  })

  test('know families, clients and info-hashes apart', () => {
    const ipv6 = announceOf({ from: '2001:db8:0:7::1' })
    const client = announceOf({ peerId: '-XL0012-abcdefghijkl' })
    const hash = announceOf({ infoHash: 9 })
    const everything = announceOf({ from: '2001:db8::1', peerId: '-XL0012-', infoHash: 9 })
    subject.block({
      ipv6: only(4, Uint8Array.of(0x20, 0x01, 0x0d, 0xb8), 48),
      clients: only(5, Buffer.from('-XL001')),
      infoHashes: only(5, Buffer.alloc(20, 9)),
    })
    expect(subject.answers(ipv6)).toEqual(all(Failure.networkBlocked))
    expect(subject.answers(client)).toEqual(all(Failure.clientBlocked))
    expect(subject.answers(hash)).toEqual(all(Failure.infoHashDenied))
    expect(subject.answers(everything)).toEqual(all(Failure.networkBlocked))
    subject.block({ ipv6: none(4) })
    expect(subject.answers(everything)).toEqual(all(Failure.clientBlocked))
    subject.block({ clients: none(5) })
    expect(subject.answers(everything)).toEqual(all(Failure.infoHashDenied))
    expect(subject.first.isInfoHashDenied(Buffer.alloc(41, 9), 21)).toBe(true)
    expect(subject.first.isInfoHashDenied(Buffer.alloc(40, 8), 20)).toBe(false)
    subject.block({ infoHashes: none(5) })
    expect(subject.answers(everything)).toEqual(all(Failure.none))
    expect(subject.first.isInfoHashDenied(Buffer.alloc(40, 9), 20)).toBe(false)
  })
})

/** Who sends most as text, with rounded shares. */
function told({ samples, entries }: SourceShares): string[] {
  return entries.map(({ first, second, count }) => {
    const address = formatAddress(addressOfPrefix(first, second), familyOfPrefix(second))
    return `${address} ${Math.round((count / samples) * 10)}/10`
  })
}

describe('what threads note of announces', () => {
  const light = announceOf({ from: '203.0.113.77', peerId: '-AA0000-' })
  const heavy = announceOf({ from: '2001:db8:5:ffff::9', peerId: '-BB0000-' })

  function announceMany({ threads }: Subject): void {
    for (const [slot, thread] of threads.entries())
      for (let count = 0; count < 64_000; count++) {
        thread.noteAnnounce(slot === 0 ? light : heavy, Failure.none)
        thread.noteAnnounce(heavy, Failure.trackerFull)
      }
  }

  test('is nothing until that is asked for, and forgotten when it is not any more', () => {
    const subject = new Subject()
    announceMany(subject)
    expect(sourceShares(subject.tables, 'networks')).toEqual({
      samples: 0,
      refused: 0,
      entries: [],
    })
    subject.tables.setMeasuring(true)
    announceMany(subject)
    expect(sourceShares(subject.tables, 'networks').samples).toBeGreaterThan(2000)
    subject.tables.setMeasuring(false)
    expect(sourceShares(subject.tables, 'networks').samples).toBe(0)
    expect(sourceShares(subject.tables, 'clients').samples).toBe(0)
  })

  test('is which networks they came from, in all threads together, and not from which addresses', () => {
    const subject = new Subject()
    subject.tables.setMeasuring(true)
    announceMany(subject)
    const shares = sourceShares(subject.tables, 'networks')
    // 256,000 announces, of which one of 64 is noted.
    expect(Math.round(shares.samples / 1000)).toBe(4)
    expect(told(shares)).toEqual(['2001:db8:5:: 8/10', '203.0.113.0 3/10'])
    expect(Math.round((shares.refused / shares.samples) * 10)).toBe(5)
    const [most] = sourceShares(subject.tables, 'clients').entries
    expect(Buffer.from(Int32Array.of(most?.first ?? 0, most?.second ?? 0).buffer).toString()).toBe(
      '-BB0000-',
    )
  })

  test('is what blocked networks send as well, and fades', () => {
    const subject = new Subject()
    subject.tables.setMeasuring(true)
    for (let count = 0; count < 64_000; count++)
      subject.first.noteBlocked(light.addressWords, light.family)
    const before = sourceShares(subject.tables, 'networks')
    expect(before.refused).toBe(before.samples)
    expect(told(before)).toEqual(['203.0.113.0 10/10'])
    subject.tables.halve()
    expect(sourceShares(subject.tables, 'networks').samples).toBe(before.samples >> 1)
  })
})
