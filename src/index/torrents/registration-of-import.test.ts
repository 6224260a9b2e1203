import { describe, expect, test } from 'vitest'
import type { Registration } from './registration.ts'
import { registrationOfImport } from './registration-of-import.ts'
import { newTorrent } from './torrent-rules.ts'

const infoHash = new Uint8Array(20).fill(1)
const named = { infoHash, name: 'a name' }

function cut(name: string): string {
  return registrationOfImport({ ...named, name }).name
}

function ban(banReason?: string): Registration['ban'] {
  return registrationOfImport({ ...named, isBanned: true, banReason }).ban
}

describe('what another tracker tells', () => {
  test('is registered as it is', () => {
    expect(
      registrationOfImport({ ...named, sizeBytes: 5, completed: 7, addedAt: 9, fileCount: 2 }),
    ).toEqual({
      infoHash,
      infoHashV2: undefined,
      name: 'a name',
      sizeBytes: 5,
      completed: 7,
      addedAt: 9,
      ban: undefined,
    })
  })

  test('is of version 2 alone where its hash is the beginning of that one', () => {
    const infoHashV2 = new Uint8Array(32).fill(1)
    expect(registrationOfImport({ ...named, infoHashV2 }).infoHash).toBeUndefined()
    const other = new Uint8Array(32).fill(3)
    expect(registrationOfImport({ ...named, infoHashV2: other }).infoHash).toEqual(infoHash)
  })

  test('has its name cut to what there is room for, between characters', () => {
    expect(cut('é'.repeat(200))).toBe('é'.repeat(127))
    expect(cut(`${'a'.repeat(253)}🐝`)).toBe('a'.repeat(253))
    expect(cut(`${'a'.repeat(251)}🐝`)).toBe(`${'a'.repeat(251)}🐝`)
    expect(() =>
      newTorrent(registrationOfImport({ ...named, name: '🐝'.repeat(255) }), 1),
    ).not.toThrow()
  })

  test('is banned with its reason, and quietly where it has none', () => {
    expect(ban('spam')).toEqual({ reason: 'spam', isPublic: true })
    expect(ban()).toEqual({
      reason: 'banned by the tracker that it was imported from',
      isPublic: false,
    })
    expect(ban('é'.repeat(200))?.reason).toBe('é'.repeat(84))
  })

  test('has as many completions as can be counted', () => {
    expect(registrationOfImport({ ...named, completed: 2 ** 50 }).completed).toBe(2 ** 31 - 1)
  })
})
