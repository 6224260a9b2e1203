/**
 * Names of a large catalogue: words that follow Zipf's law, as those of any language do, a year, on every third name a
 * title in Chinese characters; and words of which it is known how many names have them.
 */
import { Prng } from '../../src/base/prng.ts'

/** In so many of a thousand names. */
export const known = {
  common: { word: 'common', perMille: 500 },
  frequent: { word: 'frequent', perMille: 50 },
  halfway: { word: 'halfway', perMille: 5 },
  seldom: { word: 'seldom', perMille: 1 },
} as const

const syllables = 'ka to mi ra sol ven der lin mo pra shi ber tan gu wel no fi ex qua zo'.split(' ')
const characters = Array.from(
  '日本語東海道五十三次地図植物写真古代海岸花鳥風月山川草木春夏秋冬空雲雨雪星光影音楽書籍絵画彫刻建築庭園城橋駅港町村国都市',
)
const vocabulary = 50_000

export class CatalogueNames {
  readonly #prng = new Prng(0x51ab3c01, 0x7be2a9d3, 7)

  next(): string {
    const parts = Array.from({ length: 3 + this.#prng.below(6) }, () =>
      wordOf(this.#zipf(vocabulary)),
    )
    for (const { word, perMille } of Object.values(known))
      if (this.#prng.below(1000) < perMille) parts.push(word)
    parts.push(String(1900 + this.#prng.below(126)))
    if (this.#prng.below(3) === 0) parts.push(this.#title())
    return parts.join(' ')
  }

  /** A number for a size, a count or a time. */
  below(count: number): number {
    return this.#prng.below(count)
  }

  #title(): string {
    const length = 3 + this.#prng.below(9)
    return Array.from({ length }, () => characters[this.#zipf(characters.length)]).join('')
  }

  /** From 0 to `count` - 1, each by its place less likely than the one before. */
  #zipf(count: number): number {
    const chance = this.#prng.below(2 ** 21) / 2 ** 21
    return Math.floor(Math.exp(chance * Math.log(count)) - 1 + chance / count)
  }
}

function wordOf(place: number): string {
  let word = ''
  for (let rest = place + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length]
  return word
}
