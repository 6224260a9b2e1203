/** Texts that sort, encode or store badly somewhere. */
import fc from 'fast-check'

const awkward = [
  '',
  ' ',
  'nul \0 within',
  '\0',
  'half \ud800',
  '\udc00\ud800',
  // Sorts after U+FFFF by code points and bytes, and before it by UTF-16 units.
  '\u{1f41d} bee',
  '\uffff',
  '\ufeffmark',
  'e\u0301',
  'é',
  'É',
  'Z',
  'a',
  '\u202eright to left',
  "'; DROP TABLE torrents; --",
  '%_\\',
  `${'x'.repeat(254)}é1`,
  `${'x'.repeat(254)}é2`,
  '\u{10ffff}'.repeat(3000),
]

export const hostileText = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)
