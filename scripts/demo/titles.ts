/** What the demo's torrents are called: public-domain art, maps, plants and photographs, in several scripts. */
import type { DemoRandom } from './demo-random.ts'

export type Kind = 'plates' | 'maps' | 'photographs' | 'scores' | 'recordings'

export type Title = { readonly name: string; readonly kind: Kind }

/** A title and, where it is a series, how many parts that has; `%` stands for the number of one. */
type Work = readonly [text: string, parts?: number]

const works: Readonly<Record<Kind, readonly Work[]>> = {
  plates: [
    ['Flora Danica, fascicle %, hand-coloured plates', 51],
    ['Hortus Eystettensis (1613), all seasons'],
    ['Kunstformen der Natur (1904), 100 Tafeln'],
    ["Köhler's Medizinal-Pflanzen, volume %", 4],
    ['本草図譜 巻% (1844)', 92],
    ['植物図説雑纂 第%冊', 40],
    ['北斎漫画 %編', 15],
    ['富嶽三十六景 全四十六図 高解像度'],
    ['東海道五十三次 全五十五図'],
    ['名所江戸百景 安政三年版'],
    ['Les liliacées, tome %, planches en couleurs', 8],
    ['Herbário das ilhas, pranchas % a 40', 9],
    ["Curtis's botanical magazine, volume %", 80],
    ['The birds of Australia, part %', 36],
    ['Metamorphosis insectorum Surinamensium (1705)'],
    ['Alphabets and initials, wood type specimens, sheet %', 24],
    [
      'Codex of garden pests and their remedies, with forty-eight lithographs after drawings from life and an index of the common names in five languages',
    ],
    ['Ornament balduinischer Bücher, Tafel %', 30],
    ['Łowickie wycinanki, katalog wystawy'],
    ['Ботанический атлас, выпуск %', 12],
    ['本草綱目 卷% 圖', 52],
  ],
  maps: [
    ['Carte de Cassini, feuille %', 180],
    ['Atlas général des côtes de Bretagne (1776)'],
    ['Carta marina et descriptio septemtrionalium terrarum (1539)'],
    ['Ordnance Survey, six inch, Cornwall, sheet %', 88],
    ['Theatrum orbis terrarum (1570), all sheets'],
    ['伊能図 大図 第%図', 214],
    ['江戸切絵図 %', 30],
    ['Zeeatlas van de Oostzee, kaart %', 40],
    ['Plano topográfico de la ciudad, hoja %', 16],
    ['Star charts of the northern sky, plate %', 17],
    ['Geological map of the Alps, 1:50 000, sheet %', 64],
    ['اطلس البلدان'],
    ['Map of the canals of England and Wales, with heights of locks'],
  ],
  photographs: [
    ['Paris exposition of 1900, glass negatives, box %', 22],
    ['Photochrom prints of Norway, 1890–1900'],
    ['Autochromes of the Alps, series %', 14],
    ['Cyanotypes of British algae, part %', 12],
    ['Lunar photographs, observatory plates %', 60],
    ['Fotografías de la expedición polar, álbum %', 5],
    ['明治の東京 ガラス乾板 %', 18],
    ['Railway bridges under construction, 1870–1890'],
    ['Clouds over the valley, a year of daily plates'],
    ['Snow crystals, photomicrographs, set %', 20],
    ['Svatební zvyky na venkově, sbírka pohlednic'],
  ],
  scores: [
    ['Das wohltemperierte Klavier, Band %, Erstdruck', 2],
    ['String quartets, first editions, opus %', 76],
    ['Chants populaires de l’Auvergne, recueil %', 6],
    ['Danças e modinhas, cadernos % a 12', 6],
    ['Hymns of the northern parishes, manuscript %', 19],
  ],
  recordings: [
    ['Wax cylinders, songs of the harvest, reel %', 33],
    ['Readings of nineteenth-century verse, session %', 27],
    ['Bird song at dawn, field recording %', 45],
    ['Pipe organs of small churches, register by register'],
  ],
}

const kinds: readonly Kind[] = [
  'plates',
  'plates',
  'maps',
  'maps',
  'photographs',
  'scores',
  'recordings',
]

/** No two are called the same. */
export function makeTitles(random: DemoRandom, count: number): Title[] {
  const titles = new Map<string, Title>()
  while (titles.size < count) {
    const kind = random.pick(kinds)
    const [text, parts = 1] = random.pick(works[kind])
    const name = text.replace('%', `${random.between(1, parts)}`)
    titles.set(name, { name, kind })
  }
  return [...titles.values()]
}
