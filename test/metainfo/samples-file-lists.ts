/**
 * File lists of version 1 and the attributes of files (BEP 47). What names may be has a file of its own.
 */
import { entry, listing, pieceLength, single } from './bases.ts'
import { accepted, refused, type Sample, stricter } from './sample.ts'

const link = { attr: 'l', 'symlink path': ['a', 'b', 'bar'] }
const target = entry(['a', 'b', 'bar'])
const disambiguated = 'a client renames one of the two, and which one is its own affair'
const guessed = 'clients differ in which of the two they take'

const lists: readonly Sample[] = [
  refused('no_files', 'files-empty', listing([], 0)),
  stricter('files_no_list', 'files-ambiguous', guessed, single('v1', { files: 'none' })),
  stricter(
    'length_and_files',
    'files-ambiguous',
    guessed,
    listing([entry(['a'])], 425, { length: 425 }),
  ),
  refused(
    'files_dictionary',
    'files-malformed',
    single('v1', { length: undefined, files: { a: 1 } }),
  ),
  refused('files_of_strings', 'files-malformed', listing(['a', 'b'], 425)),
  stricter(
    'files_20001',
    'files-too-many',
    'a client makes, checks and shows each file: 20000 are the most',
    listing(
      Array.from({ length: 20_001 }, (_, index) => ({ length: 1, path: [`${index}`] })),
      20_001,
    ),
  ),
  accepted(
    'files_20000',
    listing(
      Array.from({ length: 20_000 }, (_, index) => ({ length: 1, path: [`${index}`] })),
      20_000,
    ),
  ),
  stricter(
    'duplicate_files',
    'path-repeated',
    disambiguated,
    listing([entry(['foo', 'bar.txt']), entry(['foo', 'bar.txt'])], 850),
  ),
  stricter(
    'duplicate_files2',
    'path-repeated',
    disambiguated,
    listing(
      Array.from({ length: 150 }, () => entry(['foo', 'bar.txt'])),
      150 * 425,
    ),
  ),
  stricter(
    'dup_files_case',
    'path-repeated',
    disambiguated,
    listing([entry(['foo', 'BAR.txt']), entry(['Foo', 'bar.TXT'])], 850),
  ),
  stricter(
    'dup_files_composed',
    'path-repeated',
    'macOS takes both for the same file',
    listing([entry(['caf\u00e9']), entry(['cafe\u0301'])], 850),
  ),
  stricter(
    'file_is_folder',
    'path-conflict',
    disambiguated,
    listing([entry(['foo', 'bar']), entry(['foo'])], 850),
  ),
  stricter(
    'folder_is_file',
    'path-conflict',
    disambiguated,
    listing([entry(['Foo']), entry(['foo', 'bar'])], 850),
  ),
  accepted('folders_differ_in_case', listing([entry(['foo', 'one']), entry(['Foo', 'two'])], 850)),
]

const attributes: readonly Sample[] = [
  accepted(
    'pad_file',
    listing([entry(['foo']), entry(['.pad', '2124'], { length: 2124, attr: 'p' })], 2549),
  ),
  accepted(
    'pad_file_no_path',
    listing([entry(['foo']), entry(undefined, { length: 2124, attr: 'p' })], 2549),
  ),
  accepted(
    'pad_files_share_path',
    listing(
      [
        entry(['a']),
        entry(['.pad', '9'], { length: 9, attr: 'p' }),
        entry(['b']),
        entry(['.pad', '9'], { length: 9, attr: 'p' }),
      ],
      868,
    ),
  ),
  accepted(
    'pad_file_bitcomet',
    listing(
      [entry(['a']), entry(['_____padding_file_0_if you see this file'], { length: 9 })],
      434,
    ),
  ),
  ...[['an _____padding_file_0'], ['_____padding_file_0', 'in a folder']].map((path) =>
    accepted(
      `pad_file_bitcomet_${path.length}`,
      listing([entry(['a']), entry(path, { length: 9 })], 434),
    ),
  ),
  stricter(
    'pad_files_bitcomet_only',
    'size-zero',
    'there is nothing to share in it',
    listing([entry(['a'])], 425, { name: 'all of _____padding_file_0' }),
  ),
  accepted(
    'executable_and_hidden',
    listing([entry(['a'], { attr: 'x' }), entry(['b'], { attr: 'hx?' })], 850),
  ),
  accepted('symlink1', listing([target, entry(['a', 'b', 'foo'], link)], 425)),
  accepted(
    'symlink2',
    listing(
      [
        entry(['SDL2'], { attr: 'lx', 'symlink path': ['Versions', 'A', 'SDL2'] }),
        entry(['Versions', 'A', 'SDL2'], { attr: 'x' }),
        { attr: 'l', path: ['Versions', 'Current'], 'symlink path': ['Versions', 'A'] },
      ],
      425,
    ),
  ),
  accepted('symlink_zero_size', listing([target, { path: ['a', 'b', 'foo'], ...link }], 425)),
  accepted(
    'overlapping_symlinks',
    listing(
      [
        { path: ['Headers'], attr: 'l', 'symlink path': ['Versions', 'Current', 'Headers'] },
        { path: ['Versions', 'Current'], attr: 'l', 'symlink path': ['Versions', 'A'] },
        entry(['Versions', 'A', 'Headers', 'x.h']),
      ],
      425,
    ),
  ),
  accepted(
    'pad_file_symlink',
    listing([target, { path: ['x'], attr: 'pl', 'symlink path': ['a'] }], 425),
  ),
  accepted(
    'symlink_hop_limit',
    listing(
      [
        target,
        ...Array.from({ length: 50 }, (_, index) => ({
          path: [`x${index}`],
          attr: 'l',
          'symlink path': [`x${index + 1}`],
        })),
      ],
      425,
    ),
  ),
  refused(
    'invalid_symlink',
    'symlink-invalid',
    listing([target, { path: ['x'], attr: 'l', 'symlink path': ['a', 7] }], 425),
  ),
  stricter(
    'symlink_no_target',
    'symlink-invalid',
    'BEP 47 asks for the target; without it there is nothing to link to',
    listing([target, { path: ['x'], attr: 'l' }], 425),
  ),
  stricter(
    'symlink_empty_target',
    'symlink-invalid',
    'BEP 47 asks for the target; without it there is nothing to link to',
    listing([target, { path: ['x'], attr: 'l', 'symlink path': [] }], 425),
  ),
  stricter(
    'symlink_filtered_path',
    'symlink-invalid',
    'it leads out of the torrent, and clients that do not repair it follow it',
    listing(
      [target, { path: ['x'], attr: 'l', 'symlink path': ['..', '..', 'etc', 'passwd'] }],
      425,
    ),
  ),
]

const tail = (length: number) => entry(['.pad', `${length}`], { length, attr: 'p' })
const small = pieceLength - 425

/** Pairs that share a file; with pad files it begins a piece in both, and clients find it (BEP 38). */
const mutable: readonly Sample[] = [
  accepted('test1', listing([entry(['a']), entry(['b'])], 850)),
  accepted(
    'test1_pad_files',
    listing([entry(['a']), tail(small), entry(['b'])], pieceLength + 425),
  ),
  accepted('test1_single', listing([entry(['a'])], 425)),
  accepted('test1_single_padded', listing([entry(['a']), tail(small)], pieceLength)),
  accepted('test2', listing([entry(['b']), entry(['c'])], 850)),
  accepted(
    'test2_pad_files',
    listing([entry(['b']), tail(small), entry(['c'])], pieceLength + 425),
  ),
  accepted('test3', listing([entry(['c']), entry(['a']), entry(['b'])], 1275)),
  accepted(
    'test3_pad_files',
    listing(
      [entry(['c']), tail(small), entry(['a']), tail(small), entry(['b'])],
      2 * pieceLength + 425,
    ),
  ),
]

export const fileListSamples: readonly Sample[] = [lists, attributes, mutable].flat()
