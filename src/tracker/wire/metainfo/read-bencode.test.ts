import { describe, expect, test } from 'vitest'
import { bencodeDepthMax, bencodeNodesMax } from '#base/limits'
import type { BencodeNode, BencodeTree } from './bencode-tree.ts'
import { BencodeFault, readBencode } from './read-bencode.ts'

function read(text: string): BencodeTree | BencodeFault {
  return readBencode(Buffer.from(text, 'latin1'))
}

function valid(text: string): BencodeTree {
  const tree = read(text)
  if (tree instanceof BencodeFault) throw new Error(`${tree.problem} at byte ${tree.byte}`)
  return tree
}

const nested = (depth: number) => read('l'.repeat(depth) + 'e'.repeat(depth))
const listOf = (count: number) => read(`l${'0:'.repeat(count)}e`)

/** A tree as values: strings are latin1 text, dictionaries are lists of pairs. */
function valueOf(tree: BencodeTree, node: BencodeNode): unknown {
  if (tree.isInteger(node)) return tree.integer(node)
  if (tree.isString(node)) return tree.binaryText(node)
  if (tree.isList(node)) return [...tree.items(node)].map((item) => valueOf(tree, item))
  return [...tree.entries(node)].map(({ key, value }) => [
    tree.binaryText(key),
    valueOf(tree, value),
  ])
}

describe('readBencode', () => {
  test.each([
    ['i0e', 0],
    ['i-7e', -7],
    ['i9007199254740991e', 9007199254740991],
    ['i-9007199254740991e', -9007199254740991],
    ['0:', ''],
    ['3:a\xffc', 'a\xffc'],
    ['12:eeeeeeeeeeee', 'eeeeeeeeeeee'],
    ['le', []],
    ['de', []],
    ['lleli1eee', [[], [1]]],
    [
      'd0:le1:ad1:bi2eee',
      [
        ['', []],
        ['a', [['b', 2]]],
      ],
    ],
    [
      'd1:b0:1:ai1ee',
      [
        ['b', ''],
        ['a', 1],
      ],
    ],
  ])('reads %s', (text, value) => {
    const tree = valid(text)
    expect(valueOf(tree, tree.root)).toEqual(value)
  })

  test.each([
    ['', 'ends-early', 0],
    ['i', 'ends-early', 0],
    ['i12', 'ends-early', 0],
    ['5:four', 'ends-early', 0],
    ['l1:a', 'ends-early', 4],
    ['d1:a', 'ends-early', 4],
    ['lllllll', 'ends-early', 7],
    ['x', 'value-malformed', 0],
    ['e', 'value-malformed', 0],
    ['l-e', 'value-malformed', 1],
    ['li01ee', 'integer-malformed', 1],
    ['i-0e', 'integer-malformed', 0],
    ['i-e', 'integer-malformed', 0],
    ['ie', 'integer-malformed', 0],
    ['i1xe', 'integer-malformed', 0],
    ['i9007199254740992e', 'integer-too-large', 0],
    ['i-9007199254740992e', 'integer-too-large', 0],
    ['l03:abce', 'string-malformed', 1],
    ['3abc', 'string-malformed', 0],
    ['99999999999999999999:a', 'ends-early', 0],
    ['di1e1:ae', 'key-not-string', 1],
    ['d1:a1:b3:ce', 'ends-early', 7],
    ['d1:ae', 'key-without-value', 4],
    ['d1:ai1e1:ai2ee', 'key-repeated', 7],
    ['d1:bi1e1:ai2e1:bi3ee', 'key-repeated', 13],
    ['i1ei2e', 'trailing-bytes', 3],
    ['de\n', 'trailing-bytes', 2],
  ])('says what is wrong with %j, and where', (text, problem, byte) => {
    expect(read(text)).toEqual(new BencodeFault(problem as BencodeFault['problem'], byte))
  })

  test('takes lists as deep as the limit, and none deeper', () => {
    expect(nested(bencodeDepthMax)).not.toBeInstanceOf(BencodeFault)
    expect(nested(bencodeDepthMax + 1)).toEqual(
      new BencodeFault('nested-too-deeply', bencodeDepthMax),
    )
  })

  test('takes as many values as the limit, and none more', () => {
    expect(listOf(bencodeNodesMax - 1)).not.toBeInstanceOf(BencodeFault)
    expect(listOf(bencodeNodesMax)).toMatchObject({ problem: 'too-many-values' })
  })

  test('reads a part of a larger buffer', () => {
    const bytes = Buffer.from('xxd1:a1:bexx').subarray(2, 10)
    const tree = readBencode(bytes) as BencodeTree
    expect(valueOf(tree, tree.root)).toEqual([['a', 'b']])
  })
})
