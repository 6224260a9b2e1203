import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { metainfoBytesMax } from '#base/limits'
import type { Metainfo } from './metainfo.ts'
import { MetainfoFault } from './metainfo-fault.ts'
import { readMetainfo } from './read-metainfo.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const sha = (algorithm: string, bytes: Uint8Array): Buffer =>
  createHash(algorithm).update(bytes).digest()

function valid(bytes: Uint8Array): Metainfo {
  const read = readMetainfo(bytes)
  if (read instanceof MetainfoFault) throw new Error(read.message)
  return read
}

function faultOf(text: string): MetainfoFault {
  const read = readMetainfo(latin1(text))
  if (!(read instanceof MetainfoFault)) throw new Error('it is valid')
  return read
}

const piece = 'p'.repeat(20)
const hash = 'r'.repeat(32)

const leaf = (length: number): string => `d0:d6:lengthi${length}e11:pieces root32:${hash}ee`
const list = (files: string): string =>
  `d4:infod5:filesl${files}e4:name1:n12:piece lengthi16384e6:pieces20:${piece}ee`

describe('a torrent of version 1', () => {
  const info = `d6:lengthi16385e4:name5:a.bin12:piece lengthi16384e6:pieces40:${piece}${piece}e`
  const file = latin1(`d8:announce8:http://t4:info${info}5:otherle1:zi1ee`)

  test('with one file', () => {
    expect(valid(file)).toEqual({
      format: 'v1',
      info: latin1(info),
      pieceLayers: undefined,
      infoHashV1: sha('sha1', latin1(info)),
      infoHashV2: undefined,
      name: 'a.bin',
      files: [{ path: ['a.bin'], sizeBytes: 16385, isPad: false }],
      isSingleFile: true,
      contentBytes: 16385,
      pieceLengthBytes: 16384,
      pieceCount: 2,
      isPrivate: false,
    })
  })

  test('is hashed as it is, out of order and with keys that nobody knows', () => {
    const odd = `d12:piece lengthi16384e3:zzzd1:yi1e1:xi2ee6:pieces20:${piece}7:privatei1e6:lengthi1e4:name1:ae`
    const read = valid(latin1(`d4:info${odd}e`))
    expect(read.infoHashV1).toEqual(sha('sha1', latin1(odd)))
    expect(read.isPrivate).toBe(true)
  })

  test('has views of the file and no copies of it', () => {
    const { info: view } = valid(file)
    expect(view.buffer).toBe(file.buffer)
  })

  test('counts pad files in the pieces, and not in the content', () => {
    const files =
      'd6:lengthi1e4:pathl1:aeed4:attr1:p6:lengthi16383e4:pathl4:.pad5:16383eed6:lengthi2e4:pathl1:d1:bee'
    const read = valid(
      latin1(
        `d4:infod5:filesl${files}e4:name1:n12:piece lengthi16384e6:pieces40:${piece}${piece}ee`,
      ),
    )
    expect(read).toMatchObject({ contentBytes: 3, pieceCount: 2, isSingleFile: false })
    expect(read.files).toEqual([
      { path: ['a'], sizeBytes: 1, isPad: false },
      { path: ['.pad', '16383'], sizeBytes: 16383, isPad: true },
      { path: ['d', 'b'], sizeBytes: 2, isPad: false },
    ])
  })
})

describe('a torrent of version 2', () => {
  const head = '12:meta versioni2e4:name1:n12:piece lengthi16384e'

  test('has a hash of 32 bytes, and its piece layers as they are', () => {
    const info = `d9:file treed1:a${leaf(5)}1:bd1:c${leaf(16384)}ee${head}e`
    const read = valid(latin1(`d4:info${info}12:piece layersdee`))
    expect(read).toMatchObject({
      format: 'v2',
      infoHashV1: undefined,
      contentBytes: 16389,
      pieceCount: 2,
    })
    expect(read.infoHashV2).toEqual(sha('sha256', latin1(info)))
    expect(read.pieceLayers).toEqual(latin1('de'))
    expect(read.files).toEqual([
      { path: ['a'], sizeBytes: 5, isPad: false },
      { path: ['b', 'c'], sizeBytes: 16384, isPad: false },
    ])
  })

  test('that is a hybrid has both hashes', () => {
    const info = `d9:file treed1:n${leaf(5)}e6:lengthi5e${head}6:pieces20:${piece}e`
    const read = valid(latin1(`d4:info${info}12:piece layersdee`))
    expect(read).toMatchObject({ format: 'hybrid', isSingleFile: true })
    expect(read.infoHashV1).toEqual(sha('sha1', latin1(info)))
    expect(read.infoHashV2).toEqual(sha('sha256', latin1(info)))
  })

  test('of a later version is refused for that before anything else', () => {
    expect(faultOf('d4:infod12:meta versioni3eee').code).toBe('meta-version-unknown')
  })
})

describe('a fault', () => {
  test('tells the file and the byte', () => {
    const text = list('d6:lengthi1e4:pathl1:aeed6:lengthi1e4:pathl1:b2:..ee')
    const fault = faultOf(text)
    expect(fault).toMatchObject({ code: 'name-dots', subject: 'b/..' })
    expect(text.slice(fault.byte)).toMatch(/^d6:lengthi1e4:pathl1:b/)
  })

  test('tells the byte at which a broken file breaks', () => {
    expect(faultOf('d4:infod4:name')).toMatchObject({ code: 'ends-early', byte: 14 })
    expect(faultOf('d4:infod6:lengthi01eee')).toMatchObject({ code: 'integer-malformed', byte: 16 })
  })

  test('of a file that is too large is found before it is read', () => {
    const bytes = Buffer.alloc(metainfoBytesMax + 1, 'x')
    expect(readMetainfo(bytes)).toMatchObject({ code: 'too-large' })
    expect(readMetainfo(bytes.subarray(1))).toMatchObject({ code: 'not-a-torrent' })
  })
})
