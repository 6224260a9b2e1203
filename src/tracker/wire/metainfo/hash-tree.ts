/**
 * The hash trees of BEP 52: each node is the SHA-256 of its two children, the leaves are blocks of 16 KiB.
 * A file's leaves are filled up with zeros to a power of two, so that what lies past its end is the same
 * at a height for every file and need be computed once only:
 *
 *             root                  height 3
 *         ┌────┴────┐
 *         a         b
 *       ┌─┴─┐     ┌─┴─┐
 *       p0  p1    p2  empty         a layer of three pieces, and one piece past the end
 */
import { hash } from 'node:crypto'
import { assert } from '#base/assert'

const blockBytes = 16 * 1024
const hashBytes = 32

/** Layers above that of the pieces in the tallest tree: 2^32 pieces are more than a file can have. */
const layersMax = 32

/**
 * The nodes that lie past the end of a file: first the one over a whole piece, then the ones above it.
 */
export function emptyNodes(pieceLengthBytes: number): readonly Uint8Array[] {
  let node: Uint8Array = new Uint8Array(hashBytes)
  for (let covered = blockBytes; covered < pieceLengthBytes; covered *= 2)
    node = parentOf(node, node)
  const nodes = [node]
  while (nodes.length < layersMax) {
    node = parentOf(node, node)
    nodes.push(node)
  }
  return nodes
}

/**
 * The root over the hashes of all pieces of a file (one or more, 32 bytes each). `empty` is `emptyNodes` of
 * its piece length. Takes one SHA-256 for each piece, and half the memory of the layer.
 */
export function layerRoot(layer: Uint8Array, empty: readonly Uint8Array[]): Uint8Array {
  let below = layer
  for (const node of empty) {
    if (below.length === hashBytes) return below
    below = layerAbove(below, node)
  }
  assert(below.length === hashBytes, 'a layer has more pieces than a file')
  return below
}

function layerAbove(layer: Uint8Array, empty: Uint8Array): Uint8Array {
  const pairBytes = 2 * hashBytes
  const above = new Uint8Array(Math.ceil(layer.length / pairBytes) * hashBytes)
  for (let at = 0; at < layer.length; at += pairBytes) {
    const pair = layer.subarray(at, at + pairBytes)
    const parent = pair.length === pairBytes ? sha256(pair) : parentOf(pair, empty)
    above.set(parent, at / 2)
  }
  return above
}

function parentOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([left, right]))
}

function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}
