/**
 * What the info dictionary says of the whole torrent, whatever its version.
 */
import { pieceLengthBytesMax, pieceLengthBytesMin } from '#base/limits'
import type { BencodeNode, BencodeTree } from './bencode-tree.ts'
import { findNameFault } from './file-name.ts'
import type { Metainfo, MetainfoFormat } from './metainfo.ts'
import { MetainfoFault } from './metainfo-fault.ts'

export type InfoHead = Pick<Metainfo, 'format' | 'name' | 'pieceLengthBytes' | 'isPrivate'>

export function readInfoHead(tree: BencodeTree, info: BencodeNode): InfoHead | MetainfoFault {
  // BEP 52: the version comes first, so that a torrent of a later one gets no misleading message.
  const format = readFormat(tree, info)
  if (format instanceof MetainfoFault) return format
  const name = readTorrentName(tree, info)
  if (name instanceof MetainfoFault) return name
  const pieceLengthBytes = readPieceLength(tree, info)
  if (pieceLengthBytes instanceof MetainfoFault) return pieceLengthBytes
  const flag = tree.findInteger(info, 'private')
  const isPrivate = flag !== undefined && tree.integer(flag) !== 0
  return { format, name, pieceLengthBytes, isPrivate }
}

function readFormat(tree: BencodeTree, info: BencodeNode): MetainfoFormat | MetainfoFault {
  const version = tree.find(info, 'meta version')
  const fileTree = tree.find(info, 'file tree')
  if (version === undefined) {
    return fileTree === undefined ? 'v1' : faultAt('meta-version-missing', tree, fileTree)
  }
  if (!tree.isInteger(version) || tree.integer(version) !== 2) {
    return faultAt('meta-version-unknown', tree, version)
  }
  if (!tree.isCanonical(info)) return faultAt('info-unsorted', tree, info)
  if (fileTree === undefined) return faultAt('file-tree-missing', tree, info)
  const isHybrid = ['files', 'length', 'pieces'].some((key) => tree.find(info, key) !== undefined)
  return isHybrid ? 'hybrid' : 'v2'
}

/** As clients do: `name.utf-8` is the name where it is there, and `name` may then be in any encoding. */
function readTorrentName(tree: BencodeTree, info: BencodeNode): string | MetainfoFault {
  const name = tree.findString(info, 'name.utf-8') ?? tree.findString(info, 'name')
  if (name === undefined) return faultAt('name-missing', tree, info)
  const fault = findNameFault(tree.bytes(name))
  if (fault === undefined) return tree.text(name)
  return new MetainfoFault(fault, { byte: tree.start(name), subject: tree.text(name) })
}

function readPieceLength(tree: BencodeTree, info: BencodeNode): number | MetainfoFault {
  const length = tree.findInteger(info, 'piece length')
  if (length === undefined) return faultAt('piece-length-missing', tree, info)
  const bytes = tree.integer(length)
  const isInRange = bytes >= pieceLengthBytesMin && bytes <= pieceLengthBytesMax
  const isPowerOfTwo = (bytes & (bytes - 1)) === 0
  return isInRange && isPowerOfTwo ? bytes : faultAt('piece-length-unusable', tree, length)
}

function faultAt(code: MetainfoFault['code'], tree: BencodeTree, node: BencodeNode): MetainfoFault {
  return new MetainfoFault(code, { byte: tree.start(node) })
}
