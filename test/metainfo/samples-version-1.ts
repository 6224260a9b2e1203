/**
 * Torrents of version 1: their sizes and pieces, and what stands around the info dictionary.
 */
import { bencode, Entries, Raw } from '../support/metainfo-bencode.ts'
import { content, makeInfo, makeTorrent } from '../support/metainfo-torrent.ts'
import { entry, folder, kibi, listing, pairsOf, pieceLength, single } from './bases.ts'
import { accepted, refused, type Sample, stricter } from './sample.ts'

const file = { name: 'test.bin', pieceLength, format: 'v1' } as const
const bytes40 = content(40 * kibi)
const v1Info = makeInfo({ ...file, files: [{ path: ['test.bin'], content: bytes40 }] })
const guessed = 'clients differ in which of the two they take'

/** Keys beside the info dictionary say nothing here: they are dropped when the file is handed out. */
const beside: readonly Sample[] = [
  accepted('base', folder('v1')),
  accepted(
    'sample',
    folder('v1', {}, { 'announce-list': [['http://a/announce'], ['udp://b:1/announce']] }),
  ),
  accepted(
    'announce_list_no_lists',
    folder('v1', {}, { 'announce-list': ['http://a/announce', 7, [['x']]] }),
  ),
  accepted('announce_list_no_list', folder('v1', {}, { 'announce-list': 'http://a/announce' })),
  accepted('trackerless', bencode({ info: v1Info })),
  accepted('announce_number', folder('v1', {}, { announce: 7 })),
  accepted('whitespace_url', folder('v1', {}, { announce: '\t http://test.com/announce' })),
  accepted('url_list', folder('v1', {}, { 'url-list': ['http://a/', 'http://b/'] })),
  accepted('url_list2', folder('v1', {}, { 'url-list': 'http://a/' })),
  accepted('url_list3', folder('v1', {}, { 'url-list': [7, ['x'], ''] })),
  accepted('url_seed', single('v1', {}, { 'url-list': ['http://test.com/file'] })),
  accepted('url_seed_multi', folder('v1', {}, { 'url-list': ['http://test.com/file'] })),
  accepted('url_seed_multi_single_file', listing([entry(['foo', 'bar.txt'])], 425)),
  accepted(
    'url_seed_multi_space',
    folder('v1', {}, { 'url-list': ['http://test.com/test file/foo bar/'] }),
  ),
  accepted(
    'url_seed_multi_space_nolist',
    folder('v1', {}, { 'url-list': 'http://test.com/test file/' }),
  ),
  accepted(
    'duplicate_web_seeds',
    folder('v1', {}, { 'url-list': ['http://a/', 'http://a/', 'http://b/'] }),
  ),
  accepted('httpseed', folder('v1', {}, { httpseeds: ['http://a/seed'] })),
  accepted('empty_httpseed', folder('v1', {}, { httpseeds: '' })),
  accepted('creation_date', folder('v1', {}, { 'creation date': 1_234_567 })),
  accepted('no_creation_date', folder('v1', {}, { comment: 'no date' })),
  accepted(
    'dht_nodes',
    folder(
      'v1',
      {},
      {
        nodes: [
          ['127.0.0.1', 6881],
          ['router.example', 6881],
        ],
      },
    ),
  ),
  accepted('similar', folder('v1', { similar: [Buffer.alloc(20, 1), Buffer.alloc(20, 2)] })),
  accepted('similar2', folder('v1', {}, { similar: [Buffer.alloc(20, 1)] })),
  accepted('collection', folder('v1', { collections: ['one', 'two'] })),
  accepted('collection2', folder('v1', {}, { collections: ['one', 'two'] })),
  accepted(
    'custom_info_keys',
    folder('v1', { source: 'WAGGLE', entropy: Buffer.alloc(32, 7), zz: { deep: [[[1]]] } }),
  ),
  accepted(
    'unsorted_beside_info',
    folder(
      'v1',
      {},
      {
        azureus_properties: new Entries([
          ['b', 1],
          ['a', 2],
        ]),
      },
    ),
  ),
  accepted('piece_layers_in_v1', folder('v1', {}, { 'piece layers': 'ignored' })),
]

const flags: readonly Sample[] = [
  accepted('private_1', single('v1', { private: 1 })),
  accepted('private_0', single('v1', { private: 0 })),
  accepted('private_2', single('v1', { private: 2 })),
  accepted('private_negative', single('v1', { private: -1 })),
  accepted('private_string', single('v1', { private: '1' })),
]

const sizes: readonly Sample[] = [
  accepted('single_multi_file', listing([entry(['foo', 'bar'])], 425)),
  accepted('empty_file_among_others', listing([entry(['a'], { length: 0 }), entry(['b'])], 425)),
  accepted(
    'large',
    makeTorrent({ ...file, files: [{ path: ['test.bin'], content: content(100 * pieceLength) }] }),
  ),
  accepted(
    'piece_length_64_mib',
    single('v1', { 'piece length': 64 * kibi * kibi, pieces: Buffer.alloc(20, 1) }),
  ),
  accepted(
    'file_1_tib',
    listing([entry(['a'], { length: 2 ** 40 })], 0, {
      'piece length': 2 ** 26,
      pieces: Buffer.alloc(2 ** 14 * 20, 1),
    }),
  ),
  stricter(
    'large_piece_size',
    'piece-length-unusable',
    'a client shares nothing of a piece before it has all of it: 64 MiB is the most',
    single('v1', { 'piece length': 2 ** 29, pieces: Buffer.alloc(20, 1) }),
  ),
  stricter(
    'small_piece_size',
    'piece-length-unusable',
    '16 KiB is the least that BEP 52 allows and what clients request at once',
    single('v1', { 'piece length': 8 * kibi, pieces: Buffer.alloc(100, 1) }),
  ),
  stricter(
    'odd_piece_size',
    'piece-length-unusable',
    'BEP 3 calls for a power of two, and clients rely on it',
    single('v1', { 'piece length': 20_000, pieces: Buffer.alloc(60, 1) }),
  ),
  refused('missing_piece_len', 'piece-length-missing', single('v1', { 'piece length': undefined })),
  refused('invalid_piece_len', 'piece-length-missing', single('v1', { 'piece length': '16384' })),
  refused('negative_piece_len', 'piece-length-unusable', single('v1', { 'piece length': -16_384 })),
  refused('zero_piece_len', 'piece-length-unusable', single('v1', { 'piece length': 0 })),
  refused('negative_size', 'length-invalid', single('v1', { length: -40_960 })),
  refused(
    'negative_file_size',
    'length-invalid',
    listing([entry(['a'], { length: -1 }), entry(['b'])], 425),
  ),
  refused('invalid_file_size', 'length-invalid', listing([entry(['a'], { length: '425' })], 425)),
  refused('missing_file_size', 'length-invalid', listing([{ path: ['a'] }], 425)),
  refused('missing_length', 'files-missing', single('v1', { length: undefined })),
  refused('zero', 'size-zero', single('v1', { length: 0, pieces: '' })),
  refused(
    'zero2',
    'size-zero',
    listing([entry(['a'], { length: 0 }), entry(['b'], { length: 0 })], 0),
  ),
  stricter(
    'only_pads',
    'size-zero',
    'there is nothing to share in it',
    listing([entry(['.pad', '425'], { attr: 'p' })], 425),
  ),
  refused('size_2_to_the_50', 'size-too-large', single('v1', { length: 2 ** 50 })),
  refused(
    'size_2_to_the_50_in_two',
    'size-too-large',
    listing([entry(['a'], { length: 2 ** 49 }), entry(['b'], { length: 2 ** 49 })], 0),
  ),
]

const pieces: readonly Sample[] = [
  refused('invalid_pieces', 'pieces-missing', single('v1', { pieces: [Buffer.alloc(20)] })),
  refused('missing_pieces_key', 'pieces-missing', single('v1', { pieces: undefined })),
  refused(
    'bad_pieces_key',
    'pieces-missing',
    single('v1', { pieces: undefined, piexes: Buffer.alloc(60) }),
  ),
  refused('empty_pieces_key', 'pieces-length', single('v1', { pieces: '' })),
  refused('unaligned_pieces', 'pieces-length', single('v1', { pieces: Buffer.alloc(59) })),
  refused('too_few_pieces', 'pieces-length', single('v1', { pieces: Buffer.alloc(40) })),
  refused('too_many_pieces', 'pieces-length', single('v1', { pieces: Buffer.alloc(80) })),
  refused('many_pieces', 'pieces-length', single('v1', { length: 2 ** 48 })),
  refused(
    'invalid_merkle',
    'pieces-missing',
    single('v1', { pieces: undefined, 'root hash': Buffer.alloc(20, 1) }),
  ),
]

const info: readonly Sample[] = [
  refused('invalid_info', 'info-missing', bencode({ info: 'none' })),
  refused('no_info', 'info-missing', bencode({ announce: 'http://a/announce' })),
  accepted(
    'unordered',
    bencode({
      info: new Entries(pairsOf(v1Info).toReversed()),
    }),
  ),
  accepted(
    'unordered_deep',
    listing(
      [
        new Entries([
          ['path', ['a']],
          ['length', 425],
        ]),
      ],
      425,
    ),
  ),
  stricter(
    'unordered_outer',
    'keys-unsorted',
    'BEP 3 asks for order, and whoever reads the outer keys strictly refuses the file',
    bencode(
      new Entries([
        ['info', v1Info],
        ['announce', 'http://a/announce'],
      ]),
    ),
  ),
  stricter(
    'info_twice',
    'key-repeated',
    guessed,
    bencode(
      new Entries([
        ['info', v1Info],
        ['info', v1Info],
      ]),
    ),
  ),
  stricter(
    'dup_pieces_key',
    'key-repeated',
    guessed,
    bencode({
      info: new Entries([...pairsOf(v1Info), ['pieces', Buffer.alloc(60)]]),
    }),
  ),
  stricter(
    'dup_key_far_apart',
    'key-repeated',
    guessed,
    bencode({
      info: new Entries([['name', 'a'], ...pairsOf(v1Info)]),
    }),
  ),
  stricter(
    'minimal_trailing_newline',
    'trailing-bytes',
    'strict readers refuse the file, and nothing that follows is meant for anybody',
    Buffer.concat([single('v1'), Buffer.from('\n')]),
  ),
  accepted('info_of_megabytes', single('v1', { filler: Buffer.alloc(9 * kibi * kibi) })),
  stricter(
    'file_above_10_mib',
    'too-large',
    'the most that is read before anybody knows what it is',
    single('v1', { filler: Buffer.alloc(10 * kibi * kibi) }),
  ),
  accepted('raw_control', bencode({ info: new Raw(bencode(v1Info)) })),
]

export const version1Samples: readonly Sample[] = [beside, flags, sizes, pieces, info].flat()
