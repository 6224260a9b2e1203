/** What the demo's galleries are: titles, for some of them in their own script, too, with categories and tags. */
import type { DemoRandom } from './demo-random.ts'
import { type Kind, makeTitles, type Title } from './titles.ts'

export type Work = Title & {
  readonly title: string
  readonly originalTitle: string
  readonly category: string
  readonly tags: readonly string[]
  readonly pages: number
}

/** Of titles in other scripts, by how they begin: in English. */
const inEnglish: Readonly<Record<string, string>> = {
  本草図譜: 'Illustrated herbal',
  植物図説雑纂: 'Miscellany of plants in pictures',
  北斎漫画: 'Hokusai manga',
  富嶽三十六景: 'Thirty-six views of Mount Fuji, all forty-six sheets',
  東海道五十三次: 'Fifty-three stations of the Tōkaidō, all fifty-five sheets',
  名所江戸百景: 'One hundred famous views of Edo',
  伊能図: 'Inō maps of Japan, large',
  江戸切絵図: 'Sectional maps of Edo',
  明治の東京: 'Tokyo in the Meiji years, dry plates',
  本草綱目: 'Compendium of materia medica, figures',
  'اطلس البلدان': 'Atlas of the lands',
  'Ботанический атлас': 'Botanical atlas',
}

const categories: Readonly<Record<Kind, readonly string[]>> = {
  plates: ['Art', 'Prints', 'Books'],
  maps: ['Maps'],
  photographs: ['Photographs'],
  scores: ['Books'],
  recordings: ['Misc'],
}

const tags: Readonly<Record<Kind, readonly string[]>> = {
  plates: ['technique:lithograph', 'technique:woodcut', 'plants', 'birds', 'insects', 'landscape'],
  maps: ['technique:engraving', 'coast', 'city', 'mountains', 'stars'],
  photographs: ['technique:autochrome', 'technique:glass plate', 'city', 'snow', 'railway'],
  scores: ['instrument:strings', 'instrument:piano', 'manuscript'],
  recordings: ['instrument:voice', 'field recording'],
}

const artists: readonly (readonly [RegExp, string])[] = [
  [/北斎|富嶽/, 'artist:katsushika hokusai'],
  [/東海道|名所江戸/, 'artist:utagawa hiroshige'],
  [/Kunstformen/, 'artist:ernst haeckel'],
  [/insectorum/, 'artist:maria sibylla merian'],
  [/liliacées/, 'artist:pierre-joseph redouté'],
]

export function makeWorks(random: DemoRandom, count: number): Work[] {
  return makeTitles(random, count).map((title) => makeWork(random, title))
}

function makeWork(random: DemoRandom, { name, kind }: Title): Work {
  const [, english] =
    Object.entries(inEnglish).find(([beginning]) => name.startsWith(beginning)) ?? []
  const number = /\d+/.exec(name)?.[0]
  const title = english === undefined ? name : [english, number].filter(Boolean).join(', ')
  const own = artists.filter(([pattern]) => pattern.test(name)).map(([, tag]) => tag)
  const some = tags[kind].filter(() => random.isOneIn(2))
  return {
    name,
    kind,
    title,
    originalTitle: english === undefined ? '' : name,
    category: random.pick(categories[kind]),
    tags: [...own, languageOf(name), ...some],
    pages: random.between(8, 420),
  }
}

function languageOf(name: string): string {
  if (/\p{Script=Han}|\p{Script=Hiragana}/u.test(name)) return 'language:japanese'
  if (/\p{Script=Arabic}/u.test(name)) return 'language:arabic'
  return /\p{Script=Cyrillic}/u.test(name) ? 'language:russian' : 'language:european'
}
