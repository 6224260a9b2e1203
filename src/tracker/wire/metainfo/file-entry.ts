/**
 * What the dictionaries of a file have in common in version 1 and 2: its length and its attributes (BEP 47).
 */
import type { BencodeNode, BencodeTree } from './bencode-tree.ts'
import { findNameFault } from './file-name.ts'
import type { MetainfoFaultCode } from './metainfo-fault.ts'

export interface FileEntry {
  readonly sizeBytes: number
  readonly isPad: boolean
  readonly isSymlink: boolean
}

export function readFileEntry(
  tree: BencodeTree,
  dictionary: BencodeNode,
): FileEntry | MetainfoFaultCode {
  const attributes = tree.findString(dictionary, 'attr')
  const letters = attributes === undefined ? '' : tree.binaryText(attributes)
  const isPad = letters.includes('p')
  const isSymlink = letters.includes('l')
  if (isSymlink && !hasTarget(tree, dictionary)) return 'symlink-invalid'
  const sizeBytes = isSymlink ? 0 : readSize(tree, dictionary)
  if (sizeBytes === undefined) return 'length-invalid'
  return { sizeBytes, isPad, isSymlink }
}

/** Whether a symbolic link leads to a path inside the torrent, by the rules for names. */
function hasTarget(tree: BencodeTree, dictionary: BencodeNode): boolean {
  const path = tree.findList(dictionary, 'symlink path')
  if (path === undefined) return false
  const names = [...tree.items(path)]
  return names.length > 0 && names.every((name) => isName(tree, name))
}

function isName(tree: BencodeTree, node: BencodeNode): boolean {
  return tree.isString(node) && findNameFault(tree.bytes(node)) === undefined
}

function readSize(tree: BencodeTree, dictionary: BencodeNode): number | undefined {
  const length = tree.findInteger(dictionary, 'length')
  if (length === undefined) return undefined
  const sizeBytes = tree.integer(length)
  return sizeBytes < 0 ? undefined : sizeBytes
}
