/**
 * Names of files and torrents. Most clients repair bad ones, each in its own way; here they are refused.
 */
import type { Bencodable } from '../support/metainfo-bencode.ts'
import { entry, leaf, listing, nested, pathOf, single, treeOf } from './bases.ts'
import { accepted, acceptedOtherwise, refused, type Sample, stricter } from './sample.ts'

const repaired = 'a client writes another name than the one that would be shown here'
const outside = 'a client that does not repair it writes outside of its folder'
const windows = 'Windows cannot write it'
const hidden = 'it hides from the reader what the file is'
const latin1 = Buffer.from('caf\xe9', 'latin1')
const long = 'x'.repeat(256)
/** Sixteen of them. */
const letters = 'a b c d e f g h i j k l m n o p'.split(' ')

const inPath: readonly Sample[] = [
  acceptedOtherwise(
    'path_255_bytes',
    'libtorrent cuts names at 240 bytes',
    pathOf('y'.repeat(251) + '.txt'),
  ),
  accepted('path_of_16', pathOf(...letters)),
  accepted('path_utf8', pathOf('日本語', 'Ünï cödé 🐝.txt')),
  accepted(
    'path_punctuation',
    pathOf('what? "yes": <1> | *', ' leading', '.hidden', 'a..b', '~$#%'),
  ),
  accepted('path_nearly_reserved', pathOf('console', 'com10.txt', 'aux1', 'nulls.con')),
  accepted('path_bom', pathOf('\ufeffa')),
  acceptedOtherwise(
    'path_rtl',
    'libtorrent drops the marks that Hebrew and Arabic names need',
    pathOf('שלום\u200f.txt'),
  ),
  accepted('path_proto', pathOf('__proto__', 'constructor')),
  accepted('path_utf8_preferred', listing([entry([latin1], { 'path.utf-8': ['café'] })], 425)),
  stricter('bad_utf8_path', 'name-not-utf8', repaired, pathOf(latin1)),
  stricter(
    'utf8_surrogate',
    'name-not-utf8',
    repaired,
    pathOf(Buffer.from('a\xed\xa0\x80', 'latin1')),
  ),
  stricter(
    'utf8_overlong',
    'name-not-utf8',
    outside,
    pathOf(Buffer.from('\xc0\xae\xc0\xae', 'latin1')),
  ),
  stricter(
    'utf8_key_bad',
    'name-not-utf8',
    repaired,
    listing([entry(['cafe'], { 'path.utf-8': [latin1] })], 425),
  ),
  stricter(
    'long_name',
    'name-too-long',
    'no usual file system takes more than 255 bytes',
    pathOf(long),
  ),
  stricter(
    'sanitize_limits',
    'path-too-deep',
    'Windows ends paths at 260 characters',
    pathOf(...letters, 'q'),
  ),
  stricter('parent_path', 'name-dots', outside, pathOf('..', '..', 'etc', 'passwd')),
  stricter('hidden_parent_path', 'name-dots', outside, pathOf('foo', '..', 'bar')),
  stricter('current_path', 'name-dots', repaired, pathOf('.', 'bar')),
  stricter('absolute_filename', 'name-slash', outside, pathOf('/abcde')),
  stricter('slash_path', 'name-slash', outside, pathOf('/', 'bar')),
  stricter('slash_path2', 'name-slash', outside, pathOf('abc/../../def', 'bar')),
  stricter('slash_path3', 'name-slash', outside, pathOf('../../abc')),
  stricter('backslash_path', 'name-slash', outside, pathOf('\\..\\..\\abc')),
  stricter('empty_path', 'name-empty', repaired, pathOf('')),
  stricter('empty_path_multi', 'name-empty', repaired, pathOf('', 'bar')),
  stricter('invalid_filename', 'name-control', repaired, pathOf('a\u0000b')),
  stricter('invalid_filename2', 'name-control', repaired, pathOf('a\nb')),
  stricter('control_c1', 'name-control', hidden, pathOf('a\u0085b')),
  stricter('control_delete', 'name-control', hidden, pathOf('a\u007fb')),
  stricter('bidi_override', 'name-bidi', hidden, pathOf('annex\u202etxt.exe')),
  stricter('bidi_isolate', 'name-bidi', hidden, pathOf('annex\u2066txt.exe')),
  stricter('reserved', 'name-reserved', windows, pathOf('foo', 'NUL')),
  stricter('reserved_extension', 'name-reserved', windows, pathOf('com1.tar.gz')),
  stricter('reserved_folder', 'name-reserved', windows, pathOf('aux', 'bar')),
  stricter('reserved_superscript', 'name-reserved', windows, pathOf('LPT\u00b9')),
  stricter('trailing_dot', 'name-trailing', windows, pathOf('foo.', 'bar')),
  stricter('trailing_space', 'name-trailing', windows, pathOf('bar ')),
  stricter(
    'pad_file_bad_name',
    'name-dots',
    outside,
    listing([entry(['a']), entry(['..', 'b'], { attr: 'p' })], 850),
  ),
  refused('missing_path_list', 'path-missing', listing([{ length: 425 }], 425)),
  refused('empty_path_list', 'path-missing', pathOf()),
  refused('path_no_list', 'path-missing', listing([entry('foo')], 425)),
  refused('invalid_path_list', 'path-missing', pathOf('foo', 7)),
]

const ofTorrent: readonly Sample[] = [
  accepted('name_utf8_preferred', single('v1', { name: latin1, 'name.utf-8': 'café' })),
  accepted('name_utf8_alone', single('v1', { name: undefined, 'name.utf-8': 'café' })),
  accepted('name_bom', single('v1', { name: '\ufefftest' })),
  refused('no_name', 'name-missing', single('v1', { name: undefined })),
  refused('bad_name', 'name-missing', single('v1', { name: ['test'] })),
  refused('invalid_name', 'name-missing', single('v1', { name: 1348 })),
  refused('empty_name', 'name-empty', single('v1', { name: '' })),
  stricter('invalid_name2', 'name-slash', repaired, listing([entry(['a'])], 425, { name: '/' })),
  stricter(
    'empty_name_of_folder',
    'name-empty',
    repaired,
    listing([entry(['a'])], 425, { name: '' }),
  ),
  stricter('invalid_name3', 'name-trailing', windows, single('v1', { name: 'foobar ' })),
  stricter('invalid_name4', 'name-not-utf8', repaired, single('v1', { name: latin1 })),
  stricter(
    'invalid_directory_name',
    'name-control',
    repaired,
    listing([entry(['a'])], 425, { name: 'te\u0001mp' }),
  ),
  stricter('name_nul', 'name-control', repaired, single('v1', { name: 'test\u0000' })),
  stricter('name_slash', 'name-slash', repaired, single('v1', { name: '/test1/test2' })),
  refused('name_dots', 'name-dots', single('v1', { name: '..' })),
  stricter(
    'name_dots_of_folder',
    'name-dots',
    outside,
    listing([entry(['a'])], 425, { name: '..' }),
  ),
  stricter('name_reserved', 'name-reserved', windows, single('v1', { name: 'con' })),
  stricter('name_too_long', 'name-too-long', repaired, single('v1', { name: long })),
]

const inTree: readonly Sample[] = [
  accepted(
    'v2_proto',
    treeOf(
      new Map<string, Bencodable>([
        ['__proto__', leaf()],
        ['constructor', { toString: leaf() }],
      ]),
    ),
  ),
  accepted('v2_path_of_16', treeOf(nested(letters.slice(1), { p: leaf() }))),
  stricter(
    'v2_path_of_17',
    'path-too-deep',
    'Windows ends paths at 260 characters',
    treeOf(nested(letters, { q: leaf() })),
  ),
  stricter('v2_invalid_filename', 'name-control', repaired, treeOf({ '\u0001estMB': leaf() })),
  stricter('v2_invalid_filename2', 'name-not-utf8', repaired, treeOf(new Map([[latin1, leaf()]]))),
  stricter('v2_parent_path', 'name-dots', outside, treeOf({ '..': { a: leaf() }, b: leaf() })),
  stricter('v2_slash_path', 'name-slash', outside, treeOf({ '/etc/passwd': leaf(), b: leaf() })),
  stricter('v2_reserved', 'name-reserved', windows, treeOf({ 'aux.txt': leaf(), b: leaf() })),
  stricter(
    'v2_case_collision',
    'path-repeated',
    'a client renames one of the two',
    treeOf({ A: leaf(), a: leaf() }),
  ),
  stricter(
    'v2_file_is_folder',
    'path-conflict',
    'a client renames one of the two',
    treeOf({ A: leaf(), a: { b: leaf() } }),
  ),
  stricter(
    'v2_folder_is_file',
    'path-conflict',
    'a client renames one of the two',
    treeOf({ A: { b: leaf() }, a: leaf() }),
  ),
  refused('v2_empty_filename', 'name-empty', treeOf({ '': leaf(), b: leaf() })),
]

export const nameSamples = [inPath, ofTorrent, inTree].flat()
