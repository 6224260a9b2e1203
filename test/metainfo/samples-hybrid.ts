/**
 * Hybrid torrents (BEP 52, "Upgrade Path"): both versions must describe the same files at the same places.
 */
import type { Bencodable, BencodableRecord } from '../support/metainfo-bencode.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import {
  emptyFirst,
  emptyLast,
  entry,
  folder,
  kibi,
  leaf,
  manyFiles,
  pieceLength,
  single,
} from './bases.ts'
import { accepted, refused, type Sample, stricter } from './sample.ts'

const many = { name: 'temp', files: manyFiles, pieceLength }
const half = 'it is half a torrent of version 1'

const valid: readonly Sample[] = [
  accepted('v2', single('hybrid')),
  accepted(
    'v2_multipiece_file',
    makeTorrent({
      format: 'hybrid',
      name: 'test1MB',
      files: [{ path: ['test1MB'], content: content(kibi * kibi, 3) }],
      pieceLength,
    }),
  ),
  accepted('v2_hybrid', makeTorrent({ ...many, format: 'hybrid' })),
  accepted('v2_hybrid_32_kib', makeTorrent({ ...many, format: 'hybrid', pieceLength: 32 * kibi })),
  accepted(
    'v2_hybrid_one_file_in_folder',
    makeTorrent({ format: 'hybrid', name: 'temp', files: manyFiles.slice(0, 1), pieceLength }),
  ),
  accepted('v2_hybrid_private', folder('hybrid', { private: 1 })),
  accepted('v2_hybrid-missing-tailpad', folder('hybrid')),
  accepted(
    'empty-files-1',
    makeTorrent({ ...many, format: 'hybrid', files: [emptyFirst, ...manyFiles] }),
  ),
  accepted(
    'empty-files-2',
    makeTorrent({ ...many, format: 'hybrid', files: [...manyFiles, emptyLast] }),
  ),
  accepted(
    'empty-files-3',
    makeTorrent({ ...many, format: 'hybrid', files: [emptyFirst, ...manyFiles.slice(2)] }),
  ),
]

const twoNames = ['a', 'b'] as const
const aligned = twoNames.map((path, index) => ({ path: [path], content: content(425, index + 3) }))
const pair = { name: 'temp', files: aligned, pieceLength, format: 'hybrid' } as const
const pad = (length: number): BencodableRecord =>
  entry(['.pad', `${length}`], { length, attr: 'p' })
const fill = pieceLength - 425
const hashes = (count: number): Buffer => Buffer.alloc(count * 20, 0x61)
const hybrid = (
  list: readonly Bencodable[],
  pieceCount: number,
  more: BencodableRecord = {},
): Buffer => makeTorrent({ ...pair, info: { files: list, pieces: hashes(pieceCount), ...more } })

const pairs: readonly Sample[] = [
  accepted('hybrid_pair', makeTorrent(pair)),
  accepted('hybrid_tail_pad', hybrid([entry(['a']), pad(fill), entry(['b']), pad(fill)], 2)),
  accepted(
    'hybrid_pads_without_path',
    hybrid([entry(['a']), entry(undefined, { length: fill, attr: 'p' }), entry(['b'])], 2),
  ),
  refused(
    'v2_mismatching_metadata',
    'hybrid-files-differ',
    hybrid([entry(['a']), pad(fill - 1), entry(['b'], { length: 426 })], 2),
  ),
  refused(
    'hybrid_other_name',
    'hybrid-files-differ',
    hybrid([entry(['a']), pad(fill), entry(['c'])], 2),
  ),
  refused(
    'hybrid_other_folder',
    'hybrid-files-differ',
    hybrid([entry(['a']), pad(fill), entry(['x', 'b'])], 2),
  ),
  refused(
    'hybrid_file_for_folder',
    'hybrid-files-differ',
    hybrid([entry(['a']), pad(fill), entry(['b'])], 2, {
      'file tree': { a: leaf(), b: { c: leaf() } },
    }),
  ),
  refused(
    'hybrid_other_order',
    'hybrid-files-differ',
    hybrid([entry(['b']), pad(fill), entry(['a'])], 2),
  ),
  refused('hybrid_file_missing', 'hybrid-files-differ', hybrid([entry(['a'])], 1)),
  refused(
    'hybrid_file_more',
    'hybrid-files-differ',
    hybrid([entry(['a']), pad(fill), entry(['b']), pad(fill), entry(['c'])], 3),
  ),
  refused('v2_bad_file_alignment', 'hybrid-misaligned', hybrid([entry(['a']), entry(['b'])], 1)),
  refused(
    'hybrid_pad_short',
    'hybrid-misaligned',
    hybrid([entry(['a']), pad(fill - 1), entry(['b'])], 2),
  ),
  refused(
    'hybrid_pad_of_a_piece',
    'hybrid-misaligned',
    hybrid([entry(['a']), pad(fill + pieceLength), entry(['b'])], 3),
  ),
  refused(
    'hybrid_tail_pad_of_a_piece',
    'hybrid-misaligned',
    hybrid([entry(['a']), pad(fill), entry(['b']), pad(fill + pieceLength)], 3),
  ),
  ...[
    { name: 'hybrid_tail_pad_short', list: [pad(fill - 1)] },
    { name: 'hybrid_tail_pad_in_two', list: [pad(100), pad(fill - 100)] },
    { name: 'hybrid_tail_pad_empty', list: [pad(0)] },
    { name: 'hybrid_tail_pad_and_empty', list: [pad(fill), pad(0)] },
  ].map(({ name, list }) =>
    refused(name, 'hybrid-misaligned', hybrid([entry(['a']), pad(fill), entry(['b']), ...list], 2)),
  ),
  refused(
    'hybrid_pad_in_two',
    'hybrid-misaligned',
    hybrid([entry(['a']), pad(100), pad(fill - 100), entry(['b'])], 2),
  ),
  refused(
    'hybrid_pad_first_empty',
    'hybrid-misaligned',
    hybrid([pad(0), entry(['a']), pad(fill), entry(['b'])], 2),
  ),
  refused(
    'hybrid_single_other_length',
    'hybrid-files-differ',
    single('hybrid', { length: 40 * kibi - 1 }),
  ),
  refused('hybrid_single_other_name', 'hybrid-files-differ', single('hybrid', { name: 'other' })),
  refused(
    'hybrid_list_of_tree_single',
    'hybrid-files-differ',
    makeTorrent({
      ...pair,
      info: { files: [entry(['a'])], pieces: hashes(1), 'file tree': { other: leaf() } },
    }),
  ),
  stricter(
    'hybrid_no_pieces',
    'pieces-missing',
    'clients of version 1 cannot use it',
    single('hybrid', { pieces: undefined }),
  ),
  refused('hybrid_too_few_pieces', 'pieces-length', single('hybrid', { pieces: hashes(2) })),
  stricter('v2_with_pieces_alone', 'files-missing', half, single('hybrid', { length: undefined })),
  stricter(
    'hybrid_files_no_list',
    'files-malformed',
    half,
    makeTorrent({ ...pair, info: { files: 7 } }),
  ),
]

export const hybridSamples: readonly Sample[] = [valid, pairs].flat()
