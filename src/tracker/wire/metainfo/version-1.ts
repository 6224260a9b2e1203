/**
 * The file list of version 1 (BEP 3, with the attributes of BEP 47): `length` for a single file, `files`
 * for a folder, and one SHA-1 for each piece of all files on end.
 */
import { metainfoFilesMax, metainfoPathDepthMax } from '#base/limits'
import type { BencodeNode, BencodeTree } from './bencode-tree.ts'
import { type Content, findSizeFault } from './content.ts'
import { readFileEntry } from './file-entry.ts'
import { findNameFault } from './file-name.ts'
import type { InfoHead } from './info-head.ts'
import type { MetainfoFile } from './metainfo.ts'
import { MetainfoFault, type MetainfoFaultCode } from './metainfo-fault.ts'
import { PathRegister } from './path-register.ts'

const hashBytes = 20
/** How BitComet has named its pad files since before BEP 47; clients look for it anywhere in a path. */
const bitCometPad = '_____padding_file_'

export function readVersion1(
  tree: BencodeTree,
  info: BencodeNode,
  head: InfoHead,
): Content | MetainfoFault {
  // Every path begins with the torrent's name, so that clients would take all files for pads.
  if (head.name.includes(bitCometPad)) {
    return new MetainfoFault('size-zero', { byte: tree.start(info), subject: head.name })
  }
  const content = readContent(tree, info, head.name)
  if (content instanceof MetainfoFault) return content
  const fault = findSizeFault(content.files) ?? findPiecesFault(tree, info, head, content)
  return fault ?? content
}

/** Pieces that all files, pads included, make on end. */
export function pieceCountOf({ files }: Content, pieceLengthBytes: number): number {
  return Math.ceil(files.reduce((sum, file) => sum + file.sizeBytes, 0) / pieceLengthBytes)
}

function readContent(tree: BencodeTree, info: BencodeNode, name: string): Content | MetainfoFault {
  const list = tree.find(info, 'files')
  const length = tree.find(info, 'length')
  const byte = tree.start(list ?? length ?? info)
  if (list !== undefined && length !== undefined)
    return new MetainfoFault('files-ambiguous', { byte })
  if (list !== undefined) return readList(tree, list)
  if (length === undefined) return new MetainfoFault('files-missing', { byte })
  const entry = readFileEntry(tree, info)
  if (typeof entry === 'string') return new MetainfoFault(entry, { byte, subject: name })
  const { sizeBytes, isPad } = entry
  return { files: [{ path: [name], sizeBytes, isPad }], isSingleFile: true }
}

function readList(tree: BencodeTree, list: BencodeNode): Content | MetainfoFault {
  const byte = tree.start(list)
  if (!tree.isList(list)) return new MetainfoFault('files-malformed', { byte })
  const files: MetainfoFile[] = []
  const register = new PathRegister()
  for (const item of tree.items(list)) {
    if (files.length === metainfoFilesMax) return new MetainfoFault('files-too-many', { byte })
    const file = readFile(tree, item, register)
    if (file instanceof MetainfoFault) return file
    files.push(file)
  }
  return files.length === 0
    ? new MetainfoFault('files-empty', { byte })
    : { files, isSingleFile: false }
}

function readFile(
  tree: BencodeTree,
  item: BencodeNode,
  register: PathRegister,
): MetainfoFile | MetainfoFault {
  const byte = tree.start(item)
  if (!tree.isDictionary(item)) return new MetainfoFault('files-malformed', { byte })
  const names = namesOf(tree, item)
  const subject = names.map((name) => (tree.isString(name) ? tree.text(name) : '')).join('/')
  const entry = readFileEntry(tree, item)
  if (typeof entry === 'string') return new MetainfoFault(entry, { byte, subject })
  const { sizeBytes } = entry
  if (names.length === 0 && entry.isPad) {
    // BEP 47 lets the path of a pad file be missing, and recommends this one.
    return { path: ['.pad', `${sizeBytes}`], sizeBytes, isPad: true }
  }
  const fault = findPathFault(tree, names)
  if (fault !== undefined) return new MetainfoFault(fault, { byte, subject })
  const path = names.map((name) => tree.text(name))
  const isPad = entry.isPad || path.some((name) => name.includes(bitCometPad))
  // Pad files of one size have one path, and share it.
  const collision = isPad ? undefined : register.addPath(path)
  if (collision !== undefined) return new MetainfoFault(collision, { byte, subject })
  return { path, sizeBytes, isPad }
}

/** As clients do: `path.utf-8` is the path where it is there, and `path` may then be in any encoding. */
function namesOf(tree: BencodeTree, item: BencodeNode): readonly BencodeNode[] {
  const path = tree.findList(item, 'path.utf-8') ?? tree.findList(item, 'path')
  return path === undefined ? [] : [...tree.items(path)]
}

function findPathFault(
  tree: BencodeTree,
  names: readonly BencodeNode[],
): MetainfoFaultCode | undefined {
  if (names.length === 0) return 'path-missing'
  if (names.length > metainfoPathDepthMax) return 'path-too-deep'
  for (const name of names) {
    const fault = tree.isString(name) ? findNameFault(tree.bytes(name)) : 'path-missing'
    if (fault !== undefined) return fault
  }
  return undefined
}

function findPiecesFault(
  tree: BencodeTree,
  info: BencodeNode,
  { pieceLengthBytes }: InfoHead,
  content: Content,
): MetainfoFault | undefined {
  const pieces = tree.findString(info, 'pieces')
  if (pieces === undefined) return new MetainfoFault('pieces-missing', { byte: tree.start(info) })
  const needed = pieceCountOf(content, pieceLengthBytes) * hashBytes
  if (tree.bytes(pieces).length === needed) return undefined
  return new MetainfoFault('pieces-length', { byte: tree.start(pieces) })
}
