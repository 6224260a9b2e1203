/**
 * What holds for every .torrent file: of valid ones made at random libtorrent reads the same, whatever is
 * done to one reading it ends with a Metainfo or a known fault, and what Waggle accepts libtorrent accepts.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metainfoContentBytesMax } from '#base/limits'
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'
import { MetainfoFault, metainfoFaultTexts } from '#tracker/wire/metainfo/metainfo-fault'
import { readMetainfo } from '#tracker/wire/metainfo/read-metainfo'
import { writeMetainfo } from '#tracker/wire/metainfo/write-metainfo'
import { decodeBencodeDictionary } from '../support/bencode.ts'
import { makeTorrent } from '../support/metainfo-torrent.ts'
import { askLibtorrent, asOpinion, withoutNames, withoutTrackers } from './oracle.ts'
import { damagedTorrent, validTorrent } from './random-torrents.ts'

/**
 * Starting libtorrent costs more than a hundred torrents, so it is asked about that many at once. A failed
 * batch is not made smaller (endOnFailure): the difference that is printed names the torrent.
 */
const batch = <T>(torrent: fc.Arbitrary<T>, size: number): fc.Arbitrary<T[]> =>
  fc.array(torrent, { minLength: size, maxLength: size })

function accept(bytes: Buffer): Metainfo {
  const read = readMetainfo(bytes)
  if (read instanceof MetainfoFault) throw new Error(read.message)
  return read
}

test('a valid torrent is to libtorrent what it is here', () => {
  fc.assert(
    fc.property(batch(validTorrent.map(makeTorrent), 60), (torrents) => {
      const opinions = askLibtorrent(torrents).map(withoutTrackers)
      expect(torrents.map((torrent) => asOpinion(accept(torrent)))).toEqual(opinions)
    }),
    { numRuns: 3, endOnFailure: true },
  )
})

describe('a damaged torrent', () => {
  test('is a Metainfo or a fault of the catalogue', () => {
    fc.assert(
      fc.property(fc.oneof(damagedTorrent, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        const read = readMetainfo(bytes)
        if (read instanceof MetainfoFault) expect(read.text).toBe(metainfoFaultTexts[read.code])
        else expectConsistent(read, bytes)
      }),
      { numRuns: 4000 },
    )
  })

  test('that is accepted here is accepted by libtorrent, and has the same hashes and sizes', () => {
    fc.assert(
      fc.property(batch(damagedTorrent, 1500), (torrents) => {
        const taken = torrents.filter((bytes) => !(readMetainfo(bytes) instanceof MetainfoFault))
        expect(taken.length).toBeGreaterThan(20)
        const ours = taken.map((torrent) => withoutNames(asOpinion(accept(torrent))))
        expect(ours).toEqual(askLibtorrent(taken).map(withoutNames))
      }),
      { numRuns: 2, endOnFailure: true },
    )
  })
})

function expectConsistent(metainfo: Metainfo, bytes: Uint8Array): void {
  const { info, infoHashV1, infoHashV2, files, contentBytes } = metainfo
  expect(Buffer.from(bytes).includes(info)).toBe(true)
  if (infoHashV1 !== undefined) expect(hex(infoHashV1)).toBe(hashOf('sha1', info))
  if (infoHashV2 !== undefined) expect(hex(infoHashV2)).toBe(hashOf('sha256', info))
  expect(infoHashV1 ?? infoHashV2).toBeDefined()
  const shown = files.filter(({ isPad }) => !isPad)
  expect(contentBytes).toBe(shown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
  expect(contentBytes).toBeGreaterThan(0)
  expect(contentBytes).toBeLessThan(metainfoContentBytesMax)
  const paths = shown.map(({ path }) => path.join('/').normalize('NFC').toLowerCase())
  expect(new Set(paths).size).toBe(paths.length)
  for (const part of files.flatMap(({ path }) => path)) {
    expect(part).not.toMatch(/^$|^\.\.?$|[/\\]|\p{Cc}/u)
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const hashOf = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex')

describe('a torrent that is handed out', () => {
  const address = fc.webUrl()
  const tiers = fc.array(fc.uniqueArray(address, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  })
  const order = fc.record({
    torrent: validTorrent.map(makeTorrent),
    tiers,
    comment: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
    createdBy: fc.option(fc.string(), { nil: undefined }),
  })

  test('has the info-hashes of the one that was uploaded, and the trackers of this site', () => {
    fc.assert(
      fc.property(batch(order, 40), (orders) => {
        const written = orders.map(({ torrent, comment, createdBy, ...rest }) =>
          writeMetainfo({
            source: accept(torrent),
            tiers: rest.tiers,
            ...(comment === undefined ? {} : { comment }),
            ...(createdBy === undefined ? {} : { createdBy }),
          }),
        )
        const opinions = askLibtorrent(written.map((bytes) => Buffer.from(bytes)))
        for (const [index, { torrent, tiers: wanted }] of orders.entries()) {
          const opinion = opinions[index]
          if (opinion === undefined || 'error' in opinion) throw new Error(opinion?.error)
          expect(withoutTrackers(opinion)).toEqual(asOpinion(accept(torrent)))
          expect(new Set(opinion.trackers.map(String))).toEqual(
            new Set(wanted.flatMap((tier, number) => tier.map((url) => `${number},${url}`))),
          )
        }
      }),
      { numRuns: 3, endOnFailure: true },
    )
  })

  test('is canonical bencode, and is handed out the same when it is uploaded again', () => {
    fc.assert(
      fc.property(order, ({ torrent, tiers: wanted, comment = '' }) => {
        const once = writeMetainfo({ source: accept(torrent), tiers: wanted, comment })
        expect(decodeBencodeDictionary(Buffer.from(once)).get('comment')).toEqual(
          Buffer.from(comment),
        )
        const again = writeMetainfo({ source: accept(Buffer.from(once)), tiers: wanted, comment })
        expect(Buffer.compare(again, once)).toBe(0)
      }),
    )
  })
})
