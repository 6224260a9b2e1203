/**
 * What is wrong with the encoding itself (BEP 3), and files that are no torrents at all.
 */
import { gzipSync } from 'node:zlib'
import { bencode, Raw } from '../support/metainfo-bencode.ts'
import { single } from './bases.ts'
import { accepted, refused, type Sample, stricter } from './sample.ts'

const minimal = 'BEP 3 forbids it, and a strict client refuses the file'
const whole = single('v1')

/** A valid torrent with this in its info dictionary, written as it is. */
const inInfo = (raw: string | Uint8Array): Buffer => single('v1', { zz: new Raw(raw) })
/** The same outside of it. */
const beside = (raw: string | Uint8Array): Buffer => single('v1', {}, { zz: new Raw(raw) })
const manyLists = (count: number): Buffer => beside(`l${'le'.repeat(count)}e`)
const deep = (count: number): Buffer => beside(`${'l'.repeat(count)}${'e'.repeat(count)}`)

const strangers: readonly Sample[] = [
  refused('empty', 'not-a-torrent', Buffer.alloc(0)),
  refused('string', 'not-a-torrent', Buffer.from('4:test')),
  refused('list', 'not-a-torrent', Buffer.from('le')),
  refused('html', 'not-a-torrent', Buffer.from('<!doctype html><title>Log in</title>')),
  refused('gzip', 'not-a-torrent', gzipSync(whole)),
  refused('magnet', 'not-a-torrent', Buffer.from(`magnet:?xt=urn:btih:${'a'.repeat(40)}`)),
  refused('letter_d', 'ends-early', Buffer.from('d')),
  refused('text_with_d', 'key-not-string', Buffer.from('draft of a letter')),
  refused('empty_dictionary', 'info-missing', Buffer.from('de')),
]

const broken: readonly Sample[] = [
  refused('truncated_in_pieces', 'ends-early', whole.subarray(0, -30)),
  refused('truncated_by_one', 'ends-early', whole.subarray(0, -1)),
  refused('integer_empty', 'integer-malformed', inInfo('ie')),
  refused('integer_minus', 'integer-malformed', inInfo('i-e')),
  refused('integer_two_minus', 'integer-malformed', inInfo('i--1e')),
  refused('integer_plus', 'integer-malformed', inInfo('i+1e')),
  refused('integer_fraction', 'integer-malformed', inInfo('i1.5e')),
  refused('integer_space', 'integer-malformed', inInfo('i 1e')),
  refused('integer_of_1000_digits', 'integer-too-large', inInfo(`i${'9'.repeat(1000)}e`)),
  refused('string_length_2_to_31', 'ends-early', inInfo('2147483648:ab')),
  refused('string_length_2_to_63', 'ends-early', inInfo('9223372036854775808:ab')),
  refused('string_length_gigabyte', 'ends-early', Buffer.from('d4:info1000000000:abcdefghij')),
  refused('string_length_negative', 'value-malformed', inInfo('-1:a')),
  refused('string_no_colon', 'string-malformed', inInfo('2ab')),
  refused('string_length_space', 'string-malformed', inInfo('2 :ab')),
  refused('value_unknown', 'value-malformed', inInfo('x')),
  refused('key_integer', 'key-not-string', inInfo('di1e1:ae')),
  refused('key_list', 'key-not-string', inInfo('dle1:ae')),
  refused('key_without_value', 'key-without-value', inInfo('d1:ae')),
  refused('unterminated_list', 'ends-early', inInfo('l1:a')),
  refused('nested_100000', 'nested-too-deeply', Buffer.from(`d1:a${'l'.repeat(100_000)}`)),
  refused('nested_in_dictionary', 'nested-too-deeply', deep(100_000)),
]

const strict: readonly Sample[] = [
  stricter('integer_leading_zero', 'integer-malformed', minimal, inInfo('i03e')),
  stricter('integer_negative_zero', 'integer-malformed', minimal, inInfo('i-0e')),
  stricter('string_leading_zero', 'string-malformed', minimal, inInfo('02:ab')),
  stricter(
    'integer_above_2_to_53',
    'integer-too-large',
    'not every client can read it',
    inInfo('i9007199254740992e'),
  ),
  stricter(
    'integer_below_2_to_53',
    'integer-too-large',
    'not every client can read it',
    inInfo('i-9007199254740992e'),
  ),
  stricter(
    'integer_of_2_to_64',
    'integer-too-large',
    'not every client can read it',
    inInfo('i18446744073709551616e'),
  ),
  stricter('nested_70', 'nested-too-deeply', 'nothing in a torrent is nested so deeply', deep(70)),
  stricter(
    'values_200001',
    'too-many-values',
    'a file of nothing but lists would cost memory many times its length',
    manyLists(200_001),
  ),
  accepted('values_many', manyLists(190_000)),
  accepted('integer_of_2_to_53', inInfo('i9007199254740991e')),
  accepted('nested_60', deep(60)),
  accepted('empty_key', beside('d0:1:ae')),
  accepted('key_of_a_megabyte', beside(bencode(new Map([['k'.repeat(1_000_000), 1]])))),
]

export const bencodeSamples: readonly Sample[] = [strangers, broken, strict].flat()
