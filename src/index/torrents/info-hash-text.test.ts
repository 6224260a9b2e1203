import { describe, expect, test } from 'vitest'
import { infoHashText, readInfoHash } from './info-hash-text.ts'
import { TorrentError } from './torrent-error.ts'

describe('an info-hash', () => {
  test.for([40, 64])('of %i hex digits is read, in whatever case', (digits) => {
    const text = 'aB'.repeat(digits / 2)
    const hash = readInfoHash(text)
    expect(hash).toHaveLength(digits / 2)
    expect(infoHashText(hash)).toBe(text.toLowerCase())
  })

  test.for(['', 'a'.repeat(39), 'a'.repeat(41), 'g'.repeat(40), `${'a'.repeat(40)}\n`])(
    'is not %j',
    (text) => {
      expect(() => readInfoHash(text)).toThrow(TorrentError)
    },
  )

  test('that is none is shown, but not all of a long one', () => {
    expect(() => readInfoHash('no"hash')).toThrow('"no\\"hash" is not an info-hash; write 40 hex')
    expect(() => readInfoHash('x'.repeat(9999))).toThrow(`"${'x'.repeat(70)}…" is not`)
  })
})
