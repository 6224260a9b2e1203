import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { GzipPieces, gzipHead, inflatePiece } from './gzip-pieces.ts'

const contents = ['d5:filesd', 'x'.repeat(100_000), 'Ein größeres Iso', 'ee'].map((text) =>
  Buffer.from(text),
)

test('the pieces between head and tail are one gzip stream of all that was added', () => {
  const gzip = new GzipPieces()
  for (const content of contents) gzip.add(content)
  const stream = Buffer.concat([gzipHead, ...gzip.pieces, gzip.tail()])
  expect(gunzipSync(stream)).toEqual(Buffer.concat(contents))
})

test('each piece can be read without the others', () => {
  const gzip = new GzipPieces()
  for (const content of contents) gzip.add(content)
  expect(gzip.pieces.map(inflatePiece)).toEqual(contents)
})
