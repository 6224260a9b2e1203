/**
 * Which prefixes send most, in a fixed piece of memory: a sketch after Metwally, Agrawal and El Abbadi ("Efficient
 * computation of frequent and top-k elements in data streams", 2005). It counts 256 prefixes; one that is not among them
 * takes the place of the one with the lowest count, and begins with that count, because it may have come as
 * often before. So whatever sends more than a 256th of all is in it, and what an entry began with says how far its count
 * may be wrong.
 *
 * Each thread writes its own sketch, and main reads all of them. Once an hour main raises a number, and every sketch
 * is halved by its thread when it notes something next: what counts is the last hours.
 *
 *   sequence, halvings, samples, refused ... │ 256 entries: prefix (2 words), count, begun with, refused
 */

export const sketchEntries = 256

const Head = { sequence: 0, halvings: 1, samples: 2, refused: 3 } as const
const headWords = 16

/** Words of an entry. */
const Entry = { first: 0, second: 1, count: 2, begunWith: 3, refused: 4 } as const
const entryWords = 8

/** Words that a sketch takes. */
export const sketchWords = headWords + sketchEntries * entryWords

export class SourceSketch {
  readonly #words: Int32Array
  readonly #at: number

  /** The sketch at word `at`, of which this is the only writer. */
  constructor(words: Int32Array, at: number) {
    this.#words = words
    this.#at = at
  }

  /** A request came from the prefix of these two words. `halvings` is main's number. */
  note(first: number, second: number, isRefused: boolean, halvings: number): void {
    const words = this.#words
    if (words[this.#at + Head.halvings] !== halvings) this.#halve(halvings)
    this.#add(this.#at + Head.samples, 1)
    const entry = this.#entryOf(first, second)
    this.#add(entry + Entry.count, 1)
    if (!isRefused) return
    this.#add(this.#at + Head.refused, 1)
    this.#add(entry + Entry.refused, 1)
  }

  /** The word of the prefix's entry, new or not. */
  #entryOf(first: number, second: number): number {
    const words = this.#words
    const start = this.#at + headWords
    const end = start + sketchEntries * entryWords
    let lowest = start
    for (let entry = start; entry < end; entry += entryWords) {
      const count = words[entry + Entry.count] as number
      if (words[entry] === first && words[entry + Entry.second] === second && count > 0)
        return entry
      if (count < (words[lowest + Entry.count] as number)) lowest = entry
    }
    this.#replace(lowest, first, second)
    return lowest
  }

  /** The sequence is odd meanwhile, so that main reads no half of it. */
  #replace(entry: number, first: number, second: number): void {
    const words = this.#words
    Atomics.add(words, this.#at + Head.sequence, 1)
    words[entry + Entry.first] = first
    words[entry + Entry.second] = second
    words[entry + Entry.begunWith] = words[entry + Entry.count] as number
    words[entry + Entry.refused] = 0
    Atomics.add(words, this.#at + Head.sequence, 1)
  }

  #halve(halvings: number): void {
    const words = this.#words
    const shift = halvingsSince(words[this.#at + Head.halvings] as number, halvings)
    const end = this.#at + sketchWords
    Atomics.add(words, this.#at + Head.sequence, 1)
    for (const word of [Head.samples, Head.refused]) this.#shift(this.#at + word, shift)
    for (let entry = this.#at + headWords; entry < end; entry += entryWords)
      for (const word of [Entry.count, Entry.begunWith, Entry.refused])
        this.#shift(entry + word, shift)
    words[this.#at + Head.halvings] = halvings
    Atomics.add(words, this.#at + Head.sequence, 1)
  }

  #add(word: number, change: number): void {
    this.#words[word] = (this.#words[word] as number) + change
  }

  #shift(word: number, bits: number): void {
    this.#words[word] = (this.#words[word] as number) >> bits
  }
}

/** What a sketch says of one prefix: counts that are right or too low. */
export type SketchEntry = {
  readonly first: number
  readonly second: number
  readonly count: number
  readonly refused: number
}

export type SketchReading = {
  readonly samples: number
  readonly refused: number
  readonly entries: readonly SketchEntry[]
}

/** A thread replaces an entry in nanoseconds; one that died meanwhile never ends it. */
const attemptsMax = 100

/** Main's look at the sketch at word `at`, halved as far as it should be. */
export function readSketch(words: Int32Array, at: number, halvings: number): SketchReading {
  for (let attempt = 1; ; attempt++) {
    const sequence = Atomics.load(words, at + Head.sequence)
    const copy = words.slice(at, at + sketchWords)
    const isWhole = sequence % 2 === 0 && Atomics.load(words, at + Head.sequence) === sequence
    if (isWhole || attempt === attemptsMax) return readCopy(copy, halvings)
  }
}

function readCopy(words: Int32Array, halvings: number): SketchReading {
  const shift = halvingsSince(words[Head.halvings] as number, halvings)
  const valueAt = (word: number): number => (words[word] as number) >> shift
  const entries: SketchEntry[] = []
  for (let at = headWords; at < sketchWords; at += entryWords) {
    const count = valueAt(at + Entry.count) - valueAt(at + Entry.begunWith)
    if (count <= 0) continue
    entries.push({
      first: words[at + Entry.first] as number,
      second: words[at + Entry.second] as number,
      count,
      refused: valueAt(at + Entry.refused),
    })
  }
  return { samples: valueAt(Head.samples), refused: valueAt(Head.refused), entries }
}

/** How far counts are to be shifted; 31 leaves nothing of any. */
function halvingsSince(before: number, now: number): number {
  return Math.min(31, Math.max(0, now - before))
}
