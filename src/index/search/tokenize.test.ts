/** What is stored of a text, and that it is the same for texts that readers take for the same. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokenize, tokensMax } from './tokenize.ts'

const isPair = (token: string): boolean => tokenize(token).length > 1

describe('tokenize', () => {
  test.each([
    ['Maps of the World', ['maps', 'of', 'the', 'world']],
    ['  --  ', []],
    ['', []],
    ['plate_03.final-v2', ['plate', '03', 'final', 'v2']],
    ['Ｆｕｌｌ Width １２', ['full', 'width', '12']],
    ['Crème Brûlée', ['creme', 'brulee']],
    ['Straße STRASSE', ['strasse', 'strasse']],
    ['ΟΔΟΣ οδός', ['οδοσ', 'οδοσ']],
    ['İstanbul ISTANBUL', ['istanbul', 'istanbul']],
    ['ﬁne ² ½', ['fine', '2', '1', '2']],
    ['黒い猫', ['黒い', 'い猫', '猫']],
    ['猫', ['猫']],
    ['カメラ がか', ['カメ', 'メラ', 'ラ', 'がか', 'か']],
    ['ｶﾞｲﾄﾞ', ['ガイ', 'イド', 'ド']],
    ['2020年の地図map', ['2020', '年の', 'の地', '地図', '図', 'map']],
    ['한국어', ['한국', '국어', '어']],
    ['हिन्दी', ['हिन्दी']],
    ["don’t O'Neil", ['don', 't', 'o', 'neil']],
  ])('makes of %j the tokens %j', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens)
  })

  test('cuts words that are too long to be stored', () => {
    expect(tokenize('x'.repeat(5000))).toEqual(['x'.repeat(64)])
    expect(tokenize('a '.repeat(tokensMax + 5))).toHaveLength(tokensMax)
  })

  test('makes tokens that need no quoting, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const token of tokenize(text)) expect(token).toMatch(/^[\p{L}\p{N}\p{M}]+$/v)
      }),
    )
  })

  test('gives a token back as it is, so that what was stored can be looked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const token of tokenize(text))
          if (!isPair(token)) expect(tokenize(token)).toEqual([token])
      }),
    )
  })
})
