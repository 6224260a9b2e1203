/**
 * The file tree of version 2 (BEP 52): folders are dictionaries of names, and a file is a folder whose one
 * entry has the empty name and describes it. Each file begins at a piece and has a hash tree of its own.
 */
import { metainfoFilesMax, metainfoPathDepthMax } from '#base/limits'
import type { BencodeNode, BencodeTree } from './bencode-tree.ts'
import { type Content, findSizeFault } from './content.ts'
import { readFileEntry } from './file-entry.ts'
import { findNameFault } from './file-name.ts'
import type { MetainfoFile } from './metainfo.ts'
import { MetainfoFault, type MetainfoFaultCode } from './metainfo-fault.ts'
import { type FolderId, PathRegister } from './path-register.ts'

export const rootHashBytes = 32

export interface TreeFile extends MetainfoFile {
  /** The root of its hash tree, 32 bytes; undefined for an empty file. */
  readonly root: Uint8Array | undefined
}

export function readFileTree(
  tree: BencodeTree,
  info: BencodeNode,
): Content<TreeFile> | MetainfoFault {
  const root = tree.findDictionary(info, 'file tree')
  if (root === undefined)
    return new MetainfoFault('file-tree-malformed', { byte: tree.start(info) })
  const reader = new FileTreeReader(tree)
  const fault = reader.readFolder(root, reader.root)
  if (fault !== undefined) return fault
  const { files } = reader
  if (files.length === 0) return new MetainfoFault('files-empty', { byte: tree.start(root) })
  const sizeFault = findSizeFault(files)
  if (sizeFault !== undefined) return sizeFault
  const isSingleFile = [...tree.entries(root)].length === 1 && files[0]?.path.length === 1
  return { files, isSingleFile }
}

/** Pieces of all files, each of which begins a new one. */
export function treePieceCountOf({ files }: Content, pieceLengthBytes: number): number {
  return files.reduce((sum, { sizeBytes }) => sum + Math.ceil(sizeBytes / pieceLengthBytes), 0)
}

interface Folder {
  readonly path: readonly string[]
  readonly id: FolderId
}

class FileTreeReader {
  readonly files: TreeFile[] = []
  readonly root: Folder
  readonly #tree: BencodeTree
  readonly #register = new PathRegister()

  constructor(tree: BencodeTree) {
    this.#tree = tree
    this.root = { path: [], id: this.#register.root }
  }

  /** Reads all that is in this folder. It calls itself at most `metainfoPathDepthMax` times. */
  readFolder(node: BencodeNode, folder: Folder): MetainfoFault | undefined {
    for (const { key, value } of this.#tree.entries(node)) {
      const path = [...folder.path, this.#tree.text(key)]
      const fault = this.#readEntry(key, value, { ...folder, path })
      if (fault instanceof MetainfoFault) return fault
      if (fault !== undefined) return this.#fault(fault, key, path)
    }
    return undefined
  }

  /** The file or folder at `path`, which lies in the folder with this id. */
  #readEntry(
    key: BencodeNode,
    node: BencodeNode,
    { path, id }: Folder,
  ): MetainfoFault | MetainfoFaultCode | undefined {
    const tree = this.#tree
    if (path.length > metainfoPathDepthMax) return 'path-too-deep'
    const nameFault = findNameFault(tree.bytes(key))
    if (nameFault !== undefined) return nameFault
    if (!tree.isDictionary(node)) return 'file-tree-malformed'
    const entryCount = [...tree.entries(node)].length
    // Clients differ in whether a file beside an empty folder is a single file.
    if (entryCount === 0) return 'file-tree-malformed'
    const name = tree.text(key)
    const properties = tree.find(node, '')
    if (properties === undefined) {
      const inner = this.#register.enterFolder(id, name)
      return inner === undefined ? 'path-conflict' : this.readFolder(node, { path, id: inner })
    }
    if (entryCount !== 1) return 'file-tree-malformed'
    return this.#register.addFile(id, name) ?? this.#readFile(properties, path)
  }

  #readFile(node: BencodeNode, path: readonly string[]): MetainfoFaultCode | undefined {
    if (!this.#tree.isDictionary(node)) return 'file-tree-malformed'
    if (this.files.length === metainfoFilesMax) return 'files-too-many'
    const entry = readFileEntry(this.#tree, node)
    if (typeof entry === 'string') return entry
    if (entry.isPad) return 'file-tree-pad'
    const { sizeBytes } = entry
    const root = sizeBytes === 0 ? undefined : this.#readRoot(node)
    if (sizeBytes > 0 && root === undefined) return 'pieces-root-missing'
    this.files.push({ path, sizeBytes, isPad: false, root })
    return undefined
  }

  #readRoot(node: BencodeNode): Uint8Array | undefined {
    const found = this.#tree.findString(node, 'pieces root')
    if (found === undefined) return undefined
    const root = this.#tree.bytes(found)
    const isHash = root.length === rootHashBytes && root.some((byte) => byte !== 0)
    return isHash ? root : undefined
  }

  #fault(code: MetainfoFaultCode, key: BencodeNode, path: readonly string[]): MetainfoFault {
    return new MetainfoFault(code, { byte: this.#tree.start(key), subject: path.join('/') })
  }
}
