import { expect, test } from 'vitest'
import { AssertionError } from '#base/assert'
import { writeMetainfo } from './write-metainfo.ts'

const info = Buffer.from('d1:bi1e1:a2:\xff\x00e', 'latin1')
const source = { info, pieceLayers: undefined }
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

test('a file has the announce address and the info bytes as they were', () => {
  expect(text(writeMetainfo({ source, tiers: [['http://t/a']] }))).toBe(
    'd8:announce10:http://t/a4:infod1:bi1e1:a2:\xff\x00ee',
  )
})

test('keys are in order, and lengths are of bytes', () => {
  const written = writeMetainfo({
    source: { info, pieceLayers: Buffer.from('de') },
    tiers: [['http://t/a', 'http://u/a'], ['udp://t:1']],
    comment: 'größe',
    createdBy: 'Waggle',
  })
  expect(text(written)).toBe(
    [
      'd8:announce10:http://t/a',
      '13:announce-listll10:http://t/a10:http://u/ael9:udp://t:1ee',
      '7:comment7:gr\xc3\xb6\xc3\x9fe',
      '10:created by6:Waggle',
      '4:infod1:bi1e1:a2:\xff\x00e',
      '12:piece layersdee',
    ].join(''),
  )
})

test('an address alone makes no list', () => {
  expect(text(writeMetainfo({ source, tiers: [['http://t/a']] }))).not.toContain('announce-list')
  expect(text(writeMetainfo({ source, tiers: [['a'], ['b']] }))).toContain(
    '13:announce-listll1:ael1:bee',
  )
})

test.each([[[]], [[[]]], [[['a'], []]]])('tiers %j are a mistake of ours', (tiers) => {
  expect(() => writeMetainfo({ source, tiers })).toThrow(AssertionError)
})
