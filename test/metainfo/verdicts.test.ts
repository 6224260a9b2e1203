/**
 * The corpus: what Waggle says of each sample, and what libtorrent says. Where both accept one they read
 * the same from it.
 */
import { describe, expect, test } from 'vitest'
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'
import { MetainfoFault, metainfoFaultTexts } from '#tracker/wire/metainfo/metainfo-fault'
import { readMetainfo } from '#tracker/wire/metainfo/read-metainfo'
import { corpus } from './corpus.ts'
import { askLibtorrent, asOpinion, type Opinion, withoutNames, withoutTrackers } from './oracle.ts'

const opinions = askLibtorrent(corpus.map(({ bytes }) => bytes))
const rows = corpus.map((sample, index) => ({ sample, opinion: opinions[index] as Opinion }))

describe.each(rows)('$sample.name', ({ sample, opinion }) => {
  const read = readMetainfo(sample.bytes)

  test(`is ${sample.waggle} here`, () => {
    expect(read instanceof MetainfoFault ? read.code : 'accepted').toBe(sample.waggle)
  })

  test(`is ${sample.libtorrent} by libtorrent`, () => {
    expect('error' in opinion ? 'refused' : 'accepted').toBe(sample.libtorrent)
  })

  if (sample.waggle === 'accepted' && sample.libtorrent === 'accepted') {
    test('has the same hashes, sizes and names to both', () => {
      const ours = asOpinion(read as Metainfo)
      expect(withoutNames(ours)).toEqual(withoutNames(opinion))
      if (sample.otherNames === undefined) expect(ours).toEqual(withoutTrackers(opinion))
      else expect(ours).not.toEqual(withoutTrackers(opinion))
    })
  }
})

test('every difference has a reason, and every reason a difference', () => {
  for (const { name, waggle, libtorrent, reason } of corpus) {
    const isSame = (waggle === 'accepted') === (libtorrent === 'accepted')
    expect({ name, isSame }).toEqual({ name, isSame: reason === undefined })
  }
})

test('every fault of the catalogue is met by a sample', () => {
  const met = new Set<string>(corpus.map(({ waggle }) => waggle))
  expect(Object.keys(metainfoFaultTexts).filter((code) => !met.has(code))).toEqual([])
})

test('every sample has a name of its own', () => {
  const names = corpus.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})
