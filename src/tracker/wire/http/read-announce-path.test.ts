import { expect, test } from 'vitest'
import { AnnouncePath, PathForm } from '../announce-path.ts'
import { ascii } from '../bytes.ts'
import { readAnnouncePath } from './read-announce-path.ts'

const path = new AnnouncePath()
const key = 'aZ09bY18cX27dW36'

/** What the text says before a last segment; undefined where it is something else, or has something else in it. */
function read(text: string): [form: PathForm, gallery: number, member: number] | undefined {
  const padded = ascii(`7/${text}/announce`)
  const end = readAnnouncePath(padded, 1, padded.length, path)
  return end === 2 + text.length ? [path.form, path.galleryId, path.memberId] : undefined
}

function keyText(): string {
  return Buffer.from(path.key).toString('latin1')
}

test.each([
  ['1', 1],
  ['10', 10],
  ['3905209', 3_905_209],
  ['999999999', 999_999_999],
  ['2147483639', 2_147_483_639],
  ['2147483647', 2 ** 31 - 1],
])('%s is a gallery', (text, id) => {
  expect(read(text)).toEqual([PathForm.gallery, id, 0])
})

test('a member and a key stand behind the gallery', () => {
  expect(read(`12/345x${key}`)).toEqual([PathForm.personal, 12, 345])
  expect(keyText()).toBe(key)
  expect(read(`2147483647/2147483647x${key}`)).toEqual([
    PathForm.personal,
    2 ** 31 - 1,
    2 ** 31 - 1,
  ])
})

test('a key may begin with digits and hold any letter, that of the separator too', () => {
  expect(read('1/2x00x0xxxxXXXXX999')).toEqual([PathForm.personal, 1, 2])
  expect(keyText()).toBe('00x0xxxxXXXXX999')
})

test('all of it may be percent-encoded', () => {
  expect(read(`%31%32/3%34%35%78%61${key.slice(1)}`)).toEqual([PathForm.personal, 12, 345])
  expect(keyText()).toBe(key)
})

test.each([1, 10, 15, 17, 31, 32])('a key of %i characters is one that nobody has', (length) => {
  read(`1/2x${key}`)
  expect(read(`1/2x${'k'.repeat(length)}`)).toEqual([PathForm.personal, 1, 2])
  expect([...path.key]).toEqual(Array(16).fill(0))
})

test.each([
  '',
  '0',
  '00',
  '01',
  '2147483648',
  '2147483650',
  '4294967297',
  '99999999999999999999',
  '-1',
  '+1',
  '1.5',
  '1e3',
  'x',
  'abc',
  ' 1',
  '1 ',
  '%31%',
  '1%2F2',
  '1/',
  '1/2',
  `1/2${key}`,
  '1/x',
  '1/2x',
  `1/x${key}`,
  `1/0x${key}`,
  `1/02x${key}`,
  `1/2147483648x${key}`,
  `1/2X${key}`,
  `1/2x${key.slice(1)}-`,
  `1/2x${key.slice(1)}_`,
  `1/2x${key.slice(1)}%`,
  `1/2x${key.slice(1)}%00`,
  `1/2x${key.slice(1)}\u00e9`,
  `1/2x${'k'.repeat(33)}`,
  `1/2x${key}/`,
  `1/2x${key}/3`,
  `/1/2x${key}`,
  `1//2x${key}`,
])('"%s" is something else', (text) => {
  expect(read(text)).toBeUndefined()
})

test.each(['', '12', '/12', '?12/announce', `/12/34x${key}`])('"%s" ends too early', (text) => {
  const bytes = ascii(`${text}/announce`)
  const end = readAnnouncePath(bytes, 0, text.length, path)
  expect([end, path.form]).toEqual(
    text.startsWith('/12/') ? [3, PathForm.gallery] : [0, PathForm.bare],
  )
})
