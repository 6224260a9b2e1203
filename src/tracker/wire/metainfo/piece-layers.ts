/**
 * Checks "piece layers" against the file tree (BEP 52): every file longer than one piece has the hashes of
 * its pieces there, they lead to its root, and nothing else is there. They lie outside of the info
 * dictionary, so no info-hash covers them: whoever does not check hands out what somebody has changed.
 */
import type { BencodeEntry, BencodeNode, BencodeTree } from './bencode-tree.ts'
import { rootHashBytes, type TreeFile } from './file-tree.ts'
import { emptyNodes, layerRoot } from './hash-tree.ts'
import { MetainfoFault, type MetainfoFaultCode } from './metainfo-fault.ts'

export interface PieceLayersToCheck {
  readonly tree: BencodeTree
  /** The dictionary "piece layers". */
  readonly layers: BencodeNode
  readonly files: readonly TreeFile[]
  readonly pieceLengthBytes: number
}

export function findLayersFault(options: PieceLayersToCheck): MetainfoFault | undefined {
  const { tree, layers, files, pieceLengthBytes } = options
  const byte = tree.start(layers)
  if (!tree.isSorted(layers)) return new MetainfoFault('piece-layers-malformed', { byte })
  const long = files.filter(({ sizeBytes }) => sizeBytes > pieceLengthBytes)
  const needed = groupByRoot(long)
  const empty = emptyNodes(pieceLengthBytes)
  for (const entry of tree.entries(layers)) {
    const sharers = needed.get(tree.binaryText(entry.key)) ?? []
    const code = findLayerFault(tree, entry, {
      pieceCounts: sharers.map(({ sizeBytes }) => Math.ceil(sizeBytes / pieceLengthBytes)),
      empty,
    })
    if (code !== undefined) {
      const [first] = sharers
      const place = { byte: tree.start(entry.key) }
      return new MetainfoFault(
        code,
        first === undefined ? place : { ...place, ...subjectOf(first) },
      )
    }
    needed.delete(tree.binaryText(entry.key))
  }
  const [missing] = [...needed.values()].flat()
  return missing && new MetainfoFault('piece-layer-missing', { byte, ...subjectOf(missing) })
}

/** Files by their roots: those with the same content share one layer. */
function groupByRoot(files: readonly TreeFile[]): Map<string, TreeFile[]> {
  return Map.groupBy(files, ({ root }) => Buffer.from(root ?? []).toString('latin1'))
}

interface Expected {
  /** Of each file that has this root. */
  readonly pieceCounts: readonly number[]
  readonly empty: readonly Uint8Array[]
}

function findLayerFault(
  tree: BencodeTree,
  { key, value }: BencodeEntry,
  { pieceCounts, empty }: Expected,
): MetainfoFaultCode | undefined {
  if (!tree.isString(value)) return 'piece-layers-malformed'
  if (pieceCounts.length === 0) return 'piece-layer-unknown'
  const layer = tree.bytes(value)
  const isWhole = pieceCounts.every((count) => layer.length === count * rootHashBytes)
  if (!isWhole) return 'piece-layer-length'
  const isRoot = Buffer.compare(layerRoot(layer, empty), tree.bytes(key)) === 0
  return isRoot ? undefined : 'piece-layer-mismatch'
}

function subjectOf({ path }: TreeFile): { readonly subject: string } {
  return { subject: path.join('/') }
}
