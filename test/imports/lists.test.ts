/** Lists of torrents, one on each line. */
import { describe, expect, test } from 'vitest'
import { readImport, samplePath } from './read-import.ts'

describe('one JSON object a line', () => {
  test('is a torrent each, and a faulty line is told with its number', async () => {
    const { items, positionUnit } = await readImport('jsonl', samplePath('torrents.jsonl'))
    expect(positionUnit).toBe('line')
    expect(items).toEqual([
      {
        position: 1,
        infoHash: '1'.repeat(40),
        name: 'Sample one',
        sizeBytes: 1_048_576,
        fileCount: 2,
        completed: 12,
        addedAt: 1_500_000_000,
      },
      { position: 2, infoHash: '2'.repeat(40), name: 'Sample two', addedAt: 1_577_934_245 },
      { position: 4, fault: '"name" is missing' },
      {
        position: 5,
        infoHash: '4'.repeat(40),
        v2: '4'.repeat(64),
        name: 'Sample four',
        isBanned: true,
        banReason: 'asked for by its owner',
      },
    ])
  })
})

describe("opentracker's whitelist", () => {
  test('names torrents by its comments, or by their hashes', async () => {
    const path = samplePath('opentracker-whitelist.txt')
    const { items, positionUnit, description } = await readImport('opentracker-whitelist', path)
    expect(positionUnit).toBe('line')
    expect(items).toEqual([
      { position: 2, infoHash: '1'.repeat(40), name: '1'.repeat(40) },
      { position: 3, infoHash: '2'.repeat(40), name: 'Sample two' },
      { position: 4, infoHash: '3'.repeat(40), name: 'Sample three' },
      { position: 8, infoHash: '6'.repeat(40), name: 'ABC' },
      {
        position: 9,
        infoHash: 'abcdef'.repeat(7).slice(0, 40),
        name: 'abcdef'.repeat(7).slice(0, 40),
      },
    ])
    expect(description).toEqual([
      'a list of torrents, a hash and a comment on each line',
      'lines that are no hash and are passed over, as opentracker does: 3, the first is line 1',
    ])
  })
})

describe("opentracker's blacklist", () => {
  test('bans its torrents', async () => {
    const path = samplePath('opentracker-blacklist.txt')
    const { items, description } = await readImport('opentracker-blacklist', path)
    expect(items).toEqual([
      { position: 1, infoHash: '1'.repeat(40), name: 'Sample one', isBanned: true },
      { position: 2, infoHash: '2'.repeat(40), name: '2'.repeat(40), isBanned: true },
    ])
    expect(description).toEqual(['a list of banned torrents, a hash and a comment on each line'])
  })
})
