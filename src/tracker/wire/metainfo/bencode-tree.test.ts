import { describe, expect, test } from 'vitest'
import type { BencodeTree } from './bencode-tree.ts'
import { readBencode } from './read-bencode.ts'

function treeOf(text: string): BencodeTree {
  return readBencode(Buffer.from(text)) as BencodeTree
}

describe('BencodeTree', () => {
  const text = 'd3:intd1:xi1ee4:listl1:a1:be6:numberi-3e4:name3:Jö5:otherd1:bi1e1:ai2eee'
  const tree = treeOf(text)
  const { root } = tree

  const raw = (key: string) => Buffer.from(tree.raw(tree.find(root, key) ?? root)).toString()

  test('finds the value at a key of this dictionary, and not at those inside', () => {
    const found = tree.find(root, 'number')
    expect(found !== undefined && tree.integer(found)).toBe(-3)
    expect(tree.find(root, 'x')).toBeUndefined()
    expect(tree.find(root, 'numbe')).toBeUndefined()
    expect(tree.find(root, 'numbers')).toBeUndefined()
  })

  test('gives the bytes of a value as they were written', () => {
    expect(raw('int')).toBe('d1:xi1ee')
    expect(raw('list')).toBe('l1:a1:be')
    expect(raw('number')).toBe('i-3e')
    expect(raw('name')).toBe('3:Jö')
  })

  test('says where a value begins', () => {
    expect(tree.start(root)).toBe(0)
    expect(tree.start(tree.find(root, 'list') ?? root)).toBe(text.indexOf('l1:a'))
  })

  test('takes a value of another kind for none', () => {
    expect(tree.findList(root, 'int')).toBeUndefined()
    expect(tree.findString(root, 'list')).toBeUndefined()
    expect(tree.findInteger(root, 'name')).toBeUndefined()
    expect(tree.findDictionary(root, 'number')).toBeUndefined()
    expect(tree.findDictionary(root, 'int')).toBe(tree.find(root, 'int'))
    expect(tree.findDictionary(root, 'other')).toBe(tree.find(root, 'other'))
  })

  test('knows which dictionaries are out of order', () => {
    const other = tree.find(root, 'other') ?? root
    expect(tree.isSorted(root)).toBe(false)
    expect(tree.isSorted(other)).toBe(false)
    expect(tree.isSorted(tree.find(root, 'int') ?? root)).toBe(true)
    const outer = treeOf('d1:ad1:bi1e1:ai2eee')
    expect(outer.isSorted(outer.root)).toBe(true)
    expect(outer.isCanonical(outer.root)).toBe(false)
    expect(tree.isCanonical(tree.find(root, 'int') ?? root)).toBe(true)
  })

  test('gives texts in UTF-8, with a mark where they are not', () => {
    const bytes = Buffer.from('l3:J\xc3\xb61:\xff3:\xef\xbb\xbfe', 'latin1')
    const list = readBencode(bytes) as BencodeTree
    const [name = 0, broken = 0, byteOrderMark = 0] = list.items(list.root)
    expect(list.text(name)).toBe('Jö')
    expect(list.text(broken)).toBe('\ufffd')
    expect(list.text(byteOrderMark)).toBe('\ufeff')
  })
})
