/**
 * Names that another alphabet spells so that a reader takes them for the same: "alice" with a Cyrillic "а", or a whole
 * Cyrillic "Вера" beside a Latin one. Letters of two such alphabets in one name are refused (after UTS #39, section 5.2); a
 * name whose letters all have a double is compared with what it looks like.
 */

/** Latin goes with Han, kana, Hangul and whatever else has letters that look like none of its own. */
const alphabets = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
]

/** By the letter, in lower case where both cases look like the same one. Of two for one Latin letter the usual comes first. */
type Doubles = ReadonlyMap<string, string>

const cyrillic = doublesOf('аa вb сc ԁd еe ԍg нh іi јj кk ӏl мm оo рp ԛq ѕs тt ѵv ԝw хx уy һh үy')
const greek = doublesOf('Ηh Μm Νn Υy αa βb εe ζz ηn ιi κk μu νv οo ρp τt υu χx γy ωw')

/** Whether letters of two alphabets that look alike stand in the name. */
export function mixesAlphabets(name: string): boolean {
  // The sign for a millionth is Greek by its origin alone, and stands before Latin letters everywhere.
  const letters = name.replaceAll('µ', '').normalize('NFKC')
  return alphabets.filter((alphabet) => alphabet.test(letters)).length > 1
}

/** What a name of one alphabet, without accents, looks like in others; nothing where one of its letters has no double. */
export function lookAlikesOf(name: string): readonly string[] {
  const latin = replaced(
    name,
    /[\p{Script=Cyrillic}\p{Script=Greek}]/u,
    (letter) => doubleOf(cyrillic, letter) ?? doubleOf(greek, letter),
  )
  if (latin === undefined) return []
  const others = [cyrillic, greek].map((doubles) => {
    const letters = [...doubles.keys()]
    return replaced(latin.toLowerCase(), /\p{Script=Latin}/u, (letter) =>
      letters.find((one) => doubles.get(one) === letter),
    )
  })
  return [latin, ...others.filter((other) => other !== undefined)]
}

function doubleOf(doubles: Doubles, letter: string): string | undefined {
  return doubles.get(letter) ?? doubles.get(letter.toLowerCase())
}

/** Undefined where there is nothing for one of the letters. */
function replaced(
  name: string,
  letter: RegExp,
  by: (letter: string) => string | undefined,
): string | undefined {
  const characters = Array.from(name, (one) => (letter.test(one) ? by(one) : one))
  return characters.every((one) => one !== undefined) ? characters.join('') : undefined
}

function doublesOf(pairs: string): Doubles {
  return new Map(pairs.split(' ').map(([letter = '', latin = '']) => [letter, latin]))
}
