import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GzipStream } from './gzip-stream.ts'

test('pieces make one stream that any reader of gzip takes', () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 2000 }), { minLength: 1 })
  fc.assert(
    fc.property(pieces, (given) => {
      const stream = new GzipStream()
      const deflated = given.map((piece) => stream.deflate(piece))
      expect(gunzipSync(Buffer.concat([...deflated, stream.end()]))).toEqual(Buffer.concat(given))
    }),
  )
})
