import { describe, expect, test } from 'vitest'
import { ImportTally } from './import-tally.ts'

function start(skipped = 0) {
  const told = { err: '', progress: '', ms: 0 }
  const tally = new ImportTally({
    io: { err: (text) => void (told.err += text) },
    file: 'list.jsonl',
    positionUnit: 'line',
    skipped,
    nowMs: () => told.ms,
    progress: (line) => void (told.progress += line),
  })
  return { tally, told }
}

describe('an import', () => {
  test('has a line for each ten thousand, with its speed', () => {
    const { tally, told } = start()
    told.ms = 2000
    for (let batch = 0; batch < 25; batch++) tally.advance(1000)
    expect(told.progress).toBe('10000 entries, 5000 a second\n20000 entries, 10000 a second\n')
  })

  test('has a line for each ten thousand also where batches do not end there', () => {
    const { tally, told } = start()
    told.ms = 1000
    tally.advance(9_999)
    expect(told.progress).toBe('')
    tally.advance(20_002)
    expect(told.progress).toBe(
      '10000 entries, 30001 a second\n20000 entries, 30001 a second\n30000 entries, 30001 a second\n',
    )
  })

  test('that goes on counts what it left out in its position, not in its speed', () => {
    const { tally, told } = start(500_000)
    told.ms = 1000
    tally.advance(10_000)
    expect(told.progress).toBe('510000 entries, 10000 a second\n')
    expect(tally.position).toBe(510_000)
  })

  test('lists faults with their places, up to a limit, and counts all', () => {
    const { tally, told } = start()
    for (let line = 1; line <= 150; line++) tally.refuse(line, 'no name')
    const lines = told.err.trimEnd().split('\n')
    expect(lines[0]).toBe('list.jsonl: line 1: no name')
    expect(lines).toHaveLength(101)
    expect(lines.at(-1)).toBe('list.jsonl: further faults are counted, and not listed')
    expect(tally.counts.refused).toBe(150)
  })

  test('ends with its counts', () => {
    const { tally, told } = start()
    tally.counts.added = 3
    tally.counts.known = 2
    tally.refuse(6, 'no')
    tally.advance(6)
    told.ms = 1400
    expect(tally.summary(false)).toBe(
      '6 entries read in 1 s: 3 torrents added, 2 known before, 0 restored, 1 refused\n',
    )
    tally.counts.banned = 1
    expect(tally.summary(false)).toBe(
      '6 entries read in 1 s: 3 torrents added, 2 known before, 0 restored, 1 of these banned now, 1 refused\n',
    )
  })

  test('that is rehearsed tells what it would do', () => {
    const { tally } = start()
    tally.refuse(2, 'no')
    tally.advance(3)
    expect(tally.summary(true)).toBe(
      '3 entries read in 1 s: 2 could be registered, 1 refused; nothing was changed\n',
    )
  })
})
