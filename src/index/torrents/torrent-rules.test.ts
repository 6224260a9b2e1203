import { describe, expect, test } from 'vitest'
import type { Registration } from './registration.ts'
import { TorrentError } from './torrent-error.ts'
import { newBan, newTorrent } from './torrent-rules.ts'

const now = 1_800_000_000
const v1 = new Uint8Array(20).fill(1)
const v2 = new Uint8Array(32).fill(2)
const plain: Registration = { infoHash: v1, name: 'a name' }

function codeOf(change: Partial<Registration>): string {
  try {
    newTorrent({ ...plain, ...change }, now)
  } catch (error) {
    if (error instanceof TorrentError) return error.code
    throw error
  }
  return 'none'
}

describe('a registration', () => {
  test('needs a hash and a name, and gets defaults for the rest', () => {
    expect(newTorrent(plain, now)).toEqual({
      infoHash: v1,
      infoHashV2: undefined,
      name: 'a name',
      sizeBytes: undefined,
      pieceLengthBytes: undefined,
      isPrivate: false,
      files: undefined,
      completed: 0,
      addedAt: now,
      ban: undefined,
    })
  })

  test('of version 2 alone is announced with the first 20 bytes (BEP 52)', () => {
    const torrent = newTorrent({ infoHash: undefined, infoHashV2: v2, name: 'two' }, now)
    expect(torrent.infoHash).toEqual(v2.subarray(0, 20))
    expect(torrent.infoHashV2).toEqual(v2)
  })

  test('keeps the time at which another tracker had it, but none that is to come', () => {
    expect(newTorrent({ ...plain, addedAt: 5 }, now).addedAt).toBe(5)
    expect(newTorrent({ ...plain, addedAt: now + 9 }, now).addedAt).toBe(now)
  })

  test('can be banned from its first moment on', () => {
    const ban = { reason: 'not here', isPublic: false }
    expect(newTorrent({ ...plain, ban }, now).ban).toEqual({ ...ban, bannedAt: now })
  })

  test.for([
    ['no hash', { infoHash: undefined }, 'invalid_info_hash'],
    ['19 bytes', { infoHash: v1.subarray(1) }, 'invalid_info_hash'],
    ['32 bytes of version 1', { infoHash: v2 }, 'invalid_info_hash'],
    ['31 bytes of version 2', { infoHashV2: v2.subarray(1) }, 'invalid_info_hash'],
    ['an empty name', { name: '' }, 'invalid_name'],
    ['a name of spaces', { name: ' \u00a0 ' }, 'invalid_name'],
    ['a NUL', { name: 'a\0b' }, 'invalid_name'],
    ['a line end', { name: 'a\nb' }, 'invalid_name'],
    ['a line separator', { name: 'a\u2028b' }, 'invalid_name'],
    ['a control character of C1', { name: 'a\u0085b' }, 'invalid_name'],
    ['half a character', { name: 'a\ud800b' }, 'invalid_name'],
    ['256 bytes', { name: `${'é'.repeat(127)}ab` }, 'invalid_name'],
    ['255 bytes', { name: `${'é'.repeat(127)}a` }, 'none'],
    ['a size below zero', { sizeBytes: -1 }, 'invalid_number'],
    ['half a byte', { sizeBytes: 0.5 }, 'invalid_number'],
    ['a size past 2^53', { sizeBytes: 2 ** 53 }, 'invalid_number'],
    ['2^53 - 1 bytes', { sizeBytes: 2 ** 53 - 1 }, 'none'],
    ['2^31 completions', { completed: 2 ** 31 }, 'invalid_number'],
    ['a path of nothing', { files: [{ path: '', sizeBytes: 1 }] }, 'invalid_files'],
    ['a path with NUL', { files: [{ path: 'a\0', sizeBytes: 1 }] }, 'invalid_files'],
    ['a file below zero', { files: [{ path: 'a', sizeBytes: -1 }] }, 'invalid_number'],
    ['no files', { files: [] }, 'none'],
    ['a ban without reason', { ban: { reason: '', isPublic: true } }, 'invalid_reason'],
  ] as const)('with %s is %s', ([, change, code]) => {
    expect(codeOf(change)).toBe(code)
  })
})

test('the reason of a ban fits what a client is told', () => {
  expect(newBan('x'.repeat(168), true, now).reason).toHaveLength(168)
  expect(() => newBan('x'.repeat(169), true, now)).toThrow(
    'the reason has 169 bytes; give one line of at most 168 bytes',
  )
  expect(() => newBan('two\nlines', true, now)).toThrow(TorrentError)
})
