/** The operator's own blocks in a real file: kept over a restart, for their owner's eyes, and never half written. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Block, BlockKind } from './block.ts'
import { readTarget, targetText } from './block-target.ts'
import { OwnBlocks } from './own-blocks.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-blocks-'))
const path = join(directory, 'blocks.jsonl')
afterEach(() => {
  rmSync(directory, { recursive: true })
  mkdirSync(directory)
})

function block(kind: BlockKind, given: string, endsAt?: number): Block {
  const target = readTarget(kind, given)
  const common = {
    id: `of ${given}`,
    reason: 'why "so"',
    addedAt: 1000,
    endsAt,
    addedBy: 'token 3',
  }
  return { kind, target, text: targetText(target), ...common }
}

const hash = 'ab'.repeat(20)
const all = [
  block('network', '203.0.113.0/24'),
  block('network', '2001:db8::/32', 5000),
  block('client', String.raw`-XL\x00`),
  block('info_hash', hash),
]

describe('own blocks', () => {
  test('are there again after a restart, in their order', () => {
    const blocks = OwnBlocks.open(path)
    for (const one of all) blocks.put(one)
    expect(OwnBlocks.open(path).all()).toEqual(all)
    blocks.put(block('network', '203.0.113.0/24', 7000))
    blocks.remove(all[2] as Block)
    const [first, second, , last] = all
    expect(OwnBlocks.open(path).all()).toEqual([second, last, { ...first, endsAt: 7000 }])
    expect(OwnBlocks.open(path).find('info_hash', hash)).toEqual(last)
    expect(OwnBlocks.open(path).find('client', hash)).toBeUndefined()
  })

  test('are in a file that nobody else reads, and leave no other behind', () => {
    OwnBlocks.open(path).put(block('network', '203.0.113.0/24'))
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(directory)).toEqual(['blocks.jsonl'])
  })

  test('are forgotten when they have ended', () => {
    const blocks = OwnBlocks.open(path)
    for (const one of all) blocks.put(one)
    expect(blocks.removeEnded(4999)).toBe(0)
    expect(blocks.removeEnded(5000)).toBe(1)
    expect(readFileSync(path, 'utf8')).not.toContain('2001:db8')
    expect(blocks.count).toBe(3)
  })

  test('do not change where the file cannot be written', () => {
    const blocks = OwnBlocks.open(path)
    blocks.put(all[0] as Block)
    rmSync(directory, { recursive: true })
    expect(() => blocks.put(all[1] as Block)).toThrow(
      /cannot be written \(ENOENT\), so nothing was changed/,
    )
    expect(() => blocks.remove(all[0] as Block)).toThrow(/nothing was changed/)
    expect(blocks.all()).toEqual([all[0]])
    mkdirSync(directory)
  })

  test.each([
    'no json',
    '{}',
    '[]',
    '{"kind":"network","target":"everybody","reason":"","added_at":1,"ends_at":null,"added_by":"x"}',
    '{"kind":"net","target":"10.0.0.1","reason":"","added_at":1,"ends_at":null,"added_by":"x"}',
    '{"kind":"network","target":"10.0.0.1","reason":"","added_at":1,"ends_at":"x","added_by":"x"}',
  ])('are refused with the line where the file is broken: %s', (line) => {
    OwnBlocks.open(path).put(all[0] as Block)
    writeFileSync(path, `${readFileSync(path, 'utf8')}${line}\n`)
    expect(() => OwnBlocks.open(path)).toThrow(
      /^data\.directory: line 2 of .*blocks\.jsonl is no block; /,
    )
  })
})
