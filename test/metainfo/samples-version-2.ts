/**
 * Torrents of version 2 alone (BEP 52): file tree, root hashes and piece layers.
 */
import {
  type Bencodable,
  type BencodableRecord,
  bencode,
  Entries,
} from '../support/metainfo-bencode.ts'
import {
  content,
  fileProperties,
  makeInfo,
  makeTorrent,
  merkleLayers,
  pieceLayers,
} from '../support/metainfo-torrent.ts'
import {
  emptyFirst,
  emptyLast,
  kibi,
  leaf,
  manyFiles,
  nested,
  pairsOf,
  pieceLength,
  single,
  treeOf,
} from './bases.ts'
import { accepted, acceptedOtherwise, refused, type Sample, stricter } from './sample.ts'

const [first] = manyFiles
const many = { name: 'temp', files: manyFiles, pieceLength }
const newer = 'BEP 52 calls it invalid, and later versions of libtorrent refuse it as well'

const valid: readonly Sample[] = [
  accepted('v2_only', single('v2')),
  accepted('v2_multiple_files', makeTorrent({ ...many, format: 'v2' })),
  accepted('v2_piece_of_32_kib', makeTorrent({ ...many, format: 'v2', pieceLength: 32 * kibi })),
  accepted(
    'v2_file_of_one_piece',
    makeTorrent({
      format: 'v2',
      name: 'x',
      files: [{ path: ['x'], content: content(64 * kibi) }],
      pieceLength: 64 * kibi,
    }),
  ),
  accepted(
    'v2_same_file_twice',
    makeTorrent({
      ...many,
      format: 'v2',
      files: [first, { ...first, path: ['again'] }],
    }),
  ),
  acceptedOtherwise(
    'v2_name_is_not_file',
    'to libtorrent the name of a single file is that of the torrent',
    single('v2', { name: 'advisory' }),
  ),
  accepted('v2_rooted_folder', treeOf({ temp: { a: leaf(), b: leaf() } })),
  accepted('v2_single_in_folder', treeOf({ temp: { a: leaf() } })),
  accepted(
    'v2_symlinks',
    treeOf({
      Current: { '': { attr: 'l', length: 0, 'symlink path': ['Versions', 'A'] } },
      Versions: { A: { x: leaf() } },
    }),
  ),
  accepted('v2_executable', treeOf({ a: leaf({ attr: 'x' }), b: leaf({ attr: 'h' }) })),
  accepted('v2_private', single('v2', { private: 1 })),
  accepted('v2_custom_keys', treeOf({ a: leaf({ zz: [1, 2] }), b: leaf() }, { source: 'WAGGLE' })),
  accepted(
    'v2_empty_file_with_root',
    treeOf({ a: { '': { length: 0, 'pieces root': Buffer.alloc(32, 1) } }, b: leaf() }),
  ),
  accepted(
    'empty-files-4',
    makeTorrent({ ...many, format: 'v2', files: [emptyFirst, ...manyFiles, emptyLast] }),
  ),
  accepted('v2_empty_file', treeOf({ a: { '': { length: 0 } }, b: leaf() })),
]

const version: readonly Sample[] = [
  refused('v2_version_3', 'meta-version-unknown', single('v2', { 'meta version': 3 })),
  refused(
    'v2_version_missing',
    'meta-version-missing',
    single('v2', { 'meta version': undefined }),
  ),
  stricter(
    'v1_version_1',
    'meta-version-unknown',
    'BEP 52 gives the number to nothing',
    single('v1', { 'meta version': 1 }),
  ),
  stricter(
    'v1_version_0',
    'meta-version-unknown',
    'BEP 52 gives the number to nothing',
    single('v1', { 'meta version': 0 }),
  ),
  stricter(
    'v1_version_string',
    'meta-version-unknown',
    'clients differ in what they make of it',
    single('v1', { 'meta version': '2' }),
  ),
  refused('v2_tree_missing', 'file-tree-missing', single('v2', { 'file tree': undefined })),
  refused('v1_with_version_2', 'file-tree-missing', single('v1', { 'meta version': 2 })),
  refused(
    'v2_unordered_files',
    'info-unsorted',
    treeOf(
      new Entries([
        ['b', leaf()],
        ['a', leaf()],
      ]),
    ),
  ),
  refused(
    'v2_unordered_info',
    'info-unsorted',
    bencode({
      info: new Entries(pairsOf(makeInfo({ ...many, format: 'v2' })).toReversed()),
      'piece layers': pieceLayers(many),
    }),
  ),
  refused(
    'v2_overlong_integer',
    'integer-malformed',
    Buffer.from(
      single('v2').toString('latin1').replace('6:lengthi40960e', '6:lengthi040960e'),
      'latin1',
    ),
  ),
  refused('v2_no_power2_piece', 'piece-length-unusable', single('v2', { 'piece length': 32_767 })),
  refused('v2_piece_size', 'piece-length-unusable', single('v2', { 'piece length': 2 ** 31 - 1 })),
  refused('v2_small_piece', 'piece-length-unusable', single('v2', { 'piece length': 8 * kibi })),
]

const tree: readonly Sample[] = [
  refused('v2_invalid_file', 'file-tree-malformed', treeOf({ a: 'file' })),
  refused('v2_invalid_properties', 'file-tree-malformed', treeOf({ a: { '': 'file' } })),
  refused('v2_tree_is_list', 'file-tree-malformed', treeOf(['a'])),
  refused('v2_file_with_siblings', 'file-tree-malformed', treeOf({ a: { ...leaf(), b: leaf() } })),
  stricter(
    'v2_empty_folder',
    'file-tree-malformed',
    'clients differ in whether a file beside it is a single file',
    treeOf({ a: leaf(), nothing: {} }),
  ),
  refused('v2_no_files', 'files-empty', treeOf({})),
  refused('v2_no_files_in_folder', 'file-tree-malformed', treeOf({ a: { b: {} } })),
  refused(
    'v2_deep_recursion',
    'nested-too-deeply',
    treeOf(nested(Array<string>(200).fill('a'), leaf())),
  ),
  stricter(
    'v2_files_20001',
    'files-too-many',
    'a client makes, checks and shows each file: 20000 are the most',
    treeOf({ a: leaf(), ...emptyFiles(20_000) }),
  ),
  accepted('v2_files_20000', treeOf({ a: leaf(), ...emptyFiles(19_999) })),
  refused('v2_all_empty', 'size-zero', treeOf({ a: { '': { length: 0 } } })),
  refused('v2_large_file', 'size-too-large', treeOf({ a: leaf({ length: 2 ** 51 }), b: leaf() })),
  refused(
    'v2_large_offset',
    'size-too-large',
    treeOf({ a: leaf({ length: 2 ** 49 }), b: leaf({ length: 2 ** 49 }) }),
  ),
  refused('v2_negative_length', 'length-invalid', treeOf({ a: leaf({ length: -1 }), b: leaf() })),
  refused(
    'v2_missing_length',
    'length-invalid',
    treeOf({ a: leaf({ length: undefined }), b: leaf() }),
  ),
  refused('v2_invalid_pad_file', 'file-tree-pad', treeOf({ a: leaf({ attr: 'p' }), b: leaf() })),
  refused(
    'v2_missing_file_root',
    'pieces-root-missing',
    treeOf({ a: leaf({ 'pieces root': undefined }), b: leaf() }),
  ),
  stricter(
    'v2_missing_file_root_invalid_symlink',
    'symlink-invalid',
    'BEP 47 asks for the target; without it there is nothing to link to',
    treeOf({ a: { '': { attr: 'l', length: 0 } }, b: leaf() }),
  ),
  refused(
    'v2_short_root',
    'pieces-root-missing',
    treeOf({ a: leaf({ 'pieces root': Buffer.alloc(20, 1) }) }),
  ),
  refused(
    'v2_zero_root_small',
    'pieces-root-missing',
    treeOf({ a: leaf({ 'pieces root': Buffer.alloc(32) }) }),
  ),
  refused(
    'v2_zero_root',
    'pieces-root-missing',
    treeOf({ a: leaf({ length: 40 * kibi, 'pieces root': Buffer.alloc(32) }) }),
  ),
]

const bytes40 = content(40 * kibi)
const root40 = merkleLayers(bytes40).at(-1)?.[0] ?? Buffer.alloc(0)
const leaves40 = merkleLayers(bytes40)[0] ?? []
const layersOf = (...layers: readonly (readonly [Uint8Array, Bencodable])[]): Buffer =>
  single('v2', {}, { 'piece layers': new Map(layers) })
const changed = (layer: readonly Buffer[]): Buffer => Buffer.concat(layer).fill(0x5a, 40, 41)

const layers: readonly Sample[] = [
  stricter(
    'v2_no_piece_layers',
    'piece-layers-missing',
    newer,
    single('v2', {}, { 'piece layers': undefined }),
  ),
  stricter(
    'v2_hybrid_no_piece_layers',
    'piece-layers-missing',
    newer,
    single('hybrid', {}, { 'piece layers': undefined }),
  ),
  stricter(
    'v2_piece_layers_list',
    'piece-layers-missing',
    newer,
    single('v2', {}, { 'piece layers': [] }),
  ),
  stricter('v2_missing_piece_layer', 'piece-layer-missing', newer, layersOf()),
  refused(
    'v2_incomplete_piece_layer',
    'piece-layer-length',
    layersOf([root40, Buffer.concat(leaves40.slice(0, 2))]),
  ),
  refused('v2_invalid_piece_layer', 'piece-layers-malformed', layersOf([root40, 7])),
  refused(
    'v2_non_multiple_piece_layer',
    'piece-layer-length',
    layersOf([root40, Buffer.concat(leaves40).subarray(0, 90)]),
  ),
  refused(
    'v2_invalid_piece_layer_size',
    'piece-layer-length',
    layersOf([root40, Buffer.concat(leaves40)]),
  ),
  refused(
    'v2_piece_layer_invalid_file_hash',
    'piece-layer-unknown',
    layersOf([root40.subarray(1), Buffer.concat(leaves40.slice(0, 3))]),
  ),
  stricter(
    'v2_invalid_root_hash',
    'piece-layer-mismatch',
    newer,
    layersOf([root40, changed(leaves40.slice(0, 3))]),
  ),
  stricter(
    'v2_invalid_piece_layer_root',
    'piece-layer-unknown',
    newer,
    layersOf([Buffer.alloc(32, 9), Buffer.concat(leaves40.slice(0, 3))]),
  ),
  stricter(
    'v2_unknown_piece_layer_entry',
    'piece-layer-unknown',
    newer,
    layersOf(
      [root40, Buffer.concat(leaves40.slice(0, 3))],
      [Buffer.alloc(32, 0xff), Buffer.alloc(96)],
    ),
  ),
  stricter(
    'v2_layer_of_small_file',
    'piece-layer-unknown',
    newer,
    treeAndLayers(
      { a: leaf() },
      new Map([
        [Buffer.from(fileProperties(content(425))['pieces root'] as Buffer), Buffer.alloc(32)],
      ]),
    ),
  ),
  stricter(
    'v2_unordered_piece_layers',
    'piece-layers-malformed',
    'they are handed on as they are, to clients that are strict',
    single(
      'v2',
      {},
      {
        'piece layers': new Entries([
          [Buffer.alloc(32, 0xff), ''],
          [root40, Buffer.concat(leaves40.slice(0, 3))],
        ]),
      },
    ),
  ),
  rootOfTwoLengths(),
]

function treeAndLayers(fileTree: Bencodable, pieceLayerMap: Bencodable): Buffer {
  return makeTorrent({
    format: 'v2',
    name: 'temp',
    files: [],
    pieceLength,
    info: { 'file tree': fileTree },
    outer: { 'piece layers': pieceLayerMap },
  })
}

function emptyFiles(count: number): BencodableRecord {
  const names = Array.from({ length: count }, (_, index) => `${index}`)
  return Object.fromEntries(names.map((name) => [name, { '': { length: 0 } }]))
}

/** Two files of different length that claim one root: their layers cannot both fit. */
function rootOfTwoLengths(): Sample {
  const one = { length: 40 * kibi, 'pieces root': root40 }
  const fileTree = { a: { '': one }, b: { '': { ...one, length: 60 * kibi } } }
  const map = new Map([[root40, Buffer.concat(leaves40.slice(0, 3))]])
  return refused('v2_root_of_two_lengths', 'piece-layer-length', treeAndLayers(fileTree, map))
}

export const version2Samples: readonly Sample[] = [valid, version, tree, layers].flat()
