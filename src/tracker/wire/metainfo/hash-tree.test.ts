import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { emptyNodes, layerRoot } from './hash-tree.ts'

const kibi = 1024
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The definition of BEP 52, literally: leaves filled up with zeros, hashed in pairs to the top. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer
  const half = 2 ** Math.ceil(Math.log2(leaves.length)) / 2
  const filled = [...leaves, ...Array<Buffer>(2 * half - leaves.length).fill(Buffer.alloc(32))]
  return sha256(Buffer.concat([rootOf(filled.slice(0, half)), rootOf(filled.slice(half))]))
}

describe('layerRoot', () => {
  // Layers of 1 to 9 pieces of 1, 2 and 8 blocks, of which the last has from one block to all.
  const cases = [1, 2, 3, 4, 5, 7, 8, 9].flatMap((pieces) =>
    [1, 2, 8].flatMap((blocks) =>
      [...new Set([1, blocks])].map((last) => ({ pieces, blocks, last })),
    ),
  )

  test.each(cases)('of $pieces pieces of $blocks blocks, $last in the last', (shape) => {
    const { pieces, blocks, last } = shape
    const count = (pieces - 1) * blocks + last
    const leaves = Array.from({ length: count }, (_, index) => sha256(Buffer.from(`${index}`)))
    const padded = [...leaves, ...Array<Buffer>(blocks - last).fill(Buffer.alloc(32))]
    const layer = Array.from({ length: pieces }, (_, index) =>
      rootOf(padded.slice(index * blocks, (index + 1) * blocks)),
    )
    const wholeTree = Array.from({ length: pieces * blocks }, (_, index) => padded[index] as Buffer)
    const root = layerRoot(Buffer.concat(layer), emptyNodes(blocks * 16 * kibi))
    expect(hex(root)).toBe(hex(rootOf(wholeTree)))
  })

  test('leaves the layer as it was', () => {
    const layer = Buffer.alloc(5 * 32, 7)
    layerRoot(layer, emptyNodes(16 * kibi))
    expect(layer).toEqual(Buffer.alloc(5 * 32, 7))
  })
})

describe('emptyNodes', () => {
  test('begins with the zeros of a block past the end, and each is the hash of two before', () => {
    const [block, pair, four] = emptyNodes(16 * kibi).map(hex)
    expect(block).toBe('0'.repeat(64))
    expect(pair).toBe(hex(sha256(Buffer.alloc(64))))
    expect(emptyNodes(64 * kibi).map(hex)[0]).toBe(four)
  })
})
