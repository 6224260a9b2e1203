import { describe, expect, test } from 'vitest'
import { importLineBytesMax } from '#base/limits'
import { type Line, readLines } from './read-lines.ts'

async function* pieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function linesOf(text: string, length = text.length): Promise<(string | undefined)[]> {
  const lines: Line[] = []
  for await (const line of readLines(pieces(text, length))) lines.push(line)
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1))
  return lines.map(({ bytes }) => (bytes === undefined ? undefined : Buffer.from(bytes).toString()))
}

describe('lines', () => {
  test.for([1, 2, 3, 5, 100])(
    'end with LF or CR LF, however the pieces of %d fall',
    async (length) => {
      expect(await linesOf('one\r\n\ntwo ü\n\rthree\r\n last', length)).toEqual([
        'one',
        '',
        'two ü',
        '\rthree',
        ' last',
      ])
    },
  )

  test('of a text that ends with a line end are no more than these ends', async () => {
    expect(await linesOf('one\ntwo\n')).toEqual(['one', 'two'])
    expect(await linesOf('')).toEqual([])
  })

  test('that are too long are told, and the next one is whole', async () => {
    const long = 'x'.repeat(importLineBytesMax)
    expect(await linesOf(`${long}\n${long}x\nnext\n${long}x`, 65_536)).toEqual([
      long,
      undefined,
      'next',
      undefined,
    ])
  })
})
