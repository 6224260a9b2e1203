/** What becomes of the pictures that members send: covers, or a refusal that says why. */
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { coverBytesMax, coversAtOnceMax, coversWaitingMax } from '#base/limits'
import { createCoverMaker } from '#index/galleries/cover-pictures'
import { GalleryError } from '#index/galleries/gallery-error'
import {
  gif,
  jpeg,
  jpegThatSays,
  losslessWebp,
  movingPng,
  movingWebp,
  photograph,
  png,
  pngBomb,
  pngTextBomb,
  svg,
  webp,
} from './pictures.ts'

const make = createCoverMaker()
const aHash: unknown = expect.stringMatching(/^[0-9a-f]{64}$/)

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'it was taken',
    (reason: unknown) => reason,
  )
  return error instanceof GalleryError ? `${error.code}: ${error.message}` : String(error)
}

describe('a cover', () => {
  test.for([
    ['JPEG', jpeg],
    ['PNG', png],
    ['WebP', webp],
    ['WebP without loss', losslessWebp],
  ] as const)('is made of a %s in two sizes, which fit their places', async ([, kind]) => {
    const { cover, large, small } = await make(await kind(1200, 1000))
    expect(cover).toEqual({
      hash: aHash,
      width: 500,
      height: 417,
    })
    expect(await sharp(large).metadata()).toMatchObject({ format: 'webp', width: 500, height: 417 })
    expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 168, height: 140 })
  })

  test('is no larger than its picture', async () => {
    const { cover, small } = await make(await png(90, 700))
    expect(cover).toMatchObject({ width: 90, height: 700 })
    expect(await sharp(small).metadata()).toMatchObject({ width: 30, height: 236 })
  })

  test('stands upright, and has nothing of what the camera wrote', async () => {
    const remark = 'at 52.3791 N 4.9003 E'
    const sent = await photograph(400, 300, remark)
    expect(sent.includes(remark)).toBe(true)
    const { cover, large, small } = await make(sent)
    expect(cover).toMatchObject({ width: 300, height: 400 })
    for (const bytes of [large, small]) {
      expect(Buffer.from(bytes).includes(remark)).toBe(false)
      const { exif, icc, xmp } = await sharp(bytes).metadata()
      expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined])
    }
  })

  test('of the same picture has the same name', async () => {
    const sent = await jpeg(300, 300)
    expect((await make(sent)).cover).toEqual((await make(sent)).cover)
    expect((await make(await jpeg(300, 300))).cover.hash).not.toBe((await make(sent)).cover.hash)
  })

  test('is made of what phones write: a second picture or a film behind the first', async () => {
    const sent = await jpeg(300, 300)
    const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42')])
    for (const behind of [await jpeg(100, 100), film, Buffer.alloc(16)]) {
      const { cover } = await make(Buffer.concat([sent, behind]))
      expect(cover).toMatchObject({ width: 300, height: 300 })
    }
  })
})

describe('a picture is refused', () => {
  test.for([
    ['of another kind', () => gif(), 'is no JPEG, PNG or WebP'],
    ['that is a drawing with a link in it', () => svg(), 'is no JPEG, PNG or WebP'],
    ['that is a page', () => Buffer.from('<html><script>'), 'is no JPEG, PNG or WebP'],
    ['that is nothing', () => Buffer.alloc(0), 'is no JPEG, PNG or WebP'],
    ['of too many bytes', () => Buffer.alloc(coverBytesMax + 1), 'has 8388609 bytes'],
    ['that would become huge', () => pngBomb(50_000, 50_000), 'has 50000 × 50000 pixels'],
    ['of 40 million pixels and a few more', () => pngBomb(8000, 5001), 'has 8000 × 5001 pixels'],
    ['that moves (PNG)', () => movingPng(), 'moves'],
    ['that moves (WebP)', () => movingWebp(60, 60), 'moves'],
    ['whose size is a lie', async () => jpegThatSays(await jpeg(64, 64), 6000, 6000), 'is damaged'],
    ['of no size', async () => jpegThatSays(await jpeg(64, 64), 0, 64), 'is damaged'],
    [
      'that says more (JPEG)',
      async () => jpegThatSays(await jpeg(64, 64), 65_000, 65_000),
      'has 65000 × 65000',
    ],
  ] as const)('%s', async ([, sent, reason]) => {
    expect(await refusalOf(make(await sent()))).toContain(`invalid_cover: the picture ${reason}`)
  })

  test.for([
    ['JPEG', jpeg],
    ['PNG', png],
    ['WebP', webp],
  ] as const)('that is cut off, wherever (%s)', async ([, kind]) => {
    const sent = await kind(80, 60)
    for (const length of [3, 12, 40, Math.floor(sent.length / 2), sent.length - 1])
      expect(await refusalOf(make(sent.subarray(0, length))), `${length} bytes`).toMatch(
        /^invalid_cover: the picture is (?:damaged|no JPEG)/,
      )
  })

  test.for([
    ['JPEG', jpeg],
    ['PNG', png],
    ['WebP', webp],
  ] as const)('that is an archive or a page as well (%s)', async ([, kind]) => {
    const sent = await kind(80, 60)
    for (const behind of ['PK\u0003\u0004', '<html><script>alert(1)</script>', '\n'])
      expect(await refusalOf(make(Buffer.concat([sent, Buffer.from(behind)])))).toContain(
        'invalid_cover: the picture has something else behind its end',
      )
  })

  test('and with it nothing of a text that becomes a gigabyte is kept', async () => {
    const bomb = pngTextBomb()
    expect(bomb.length).toBeLessThan(1024 * 1024)
    const outcome = await make(bomb).then(
      ({ large }) => large.length < 1000,
      (error: unknown) => error instanceof GalleryError,
    )
    expect(outcome).toBe(true)
  })

  test('whatever is changed in it, or it is taken; nothing else happens', async () => {
    const originals = await Promise.all([jpeg(40, 30), png(40, 30), webp(40, 30)])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 8,
        }),
        async (original, changes) => {
          const sent = Buffer.from(original)
          for (const [at, value] of changes) sent[at % sent.length] = value
          const outcome = await make(sent).then(
            () => 'taken',
            (error: unknown) => (error instanceof GalleryError ? error.code : String(error)),
          )
          expect(['taken', 'invalid_cover']).toContain(outcome)
        },
      ),
      { numRuns: 150 },
    )
  })
})

test('more pictures than may wait are refused at once, and all others are made', async () => {
  const sent = await png(400, 400)
  const many = coversAtOnceMax + coversWaitingMax
  const outcomes = await Promise.all(
    Array.from({ length: many + 5 }, () =>
      make(sent).then(
        () => 'made',
        (error: unknown) => (error instanceof GalleryError ? error.code : String(error)),
      ),
    ),
  )
  expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(many)
  expect(outcomes.filter((outcome) => outcome === 'covers_busy')).toHaveLength(5)
})
