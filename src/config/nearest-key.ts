/**
 * Which key an operator meant by one that does not exist. A key may be wrong by a slip of the keyboard, be
 * written without some of its words (`interval` for `interval_seconds`), or stand in the wrong section, so
 * the part after the dot is also compared alone.
 */
import { isSection, type KeyName, keyNames } from './schema.ts'

/** A character that is left out, in parts of one that is wrong or too many: words are left out whole. */
const leftOutCost = 0.25

/** The most similar key. Undefined when none is similar enough to be worth a guess, and the section is unknown. */
export function nearestKey(written: string): KeyName | undefined {
  const worthGuessing = Math.max(1.5, written.length / 4)
  const [nearest] = sortByCost(written, keyNames)
  if (nearest !== undefined && costOf(written, nearest) <= worthGuessing) return nearest
  const section = sectionOf(written)
  if (!isSection(section)) return undefined
  return sortByCost(
    written,
    keyNames.filter((key) => sectionOf(key) === section),
  )[0]
}

function sortByCost(written: string, keys: readonly KeyName[]): readonly KeyName[] {
  return keys.toSorted((one, other) => costOf(written, one) - costOf(written, other))
}

function costOf(written: string, key: KeyName): number {
  const inAnotherSection = isSection(sectionOf(written)) ? 2 : 1
  const ofName = inAnotherSection + writingCost(lastPart(written), lastPart(key))
  return Math.min(writingCost(written, key), ofName)
}

/**
 * Levenshtein's distance from what was written to what should have been: each character that is wrong or
 * too many costs 1, and one that is missing `leftOutCost`.
 */
export function writingCost(written: string, meant: string): number {
  let previous = Array.from({ length: meant.length + 1 }, (_, index) => index * leftOutCost)
  for (let row = 0; row < written.length; row++) {
    const current = [row + 1]
    for (let column = 0; column < meant.length; column++) {
      const replaced = (previous[column] ?? 0) + (written[row] === meant[column] ? 0 : 1)
      const tooMany = (previous[column + 1] ?? 0) + 1
      const leftOut = (current[column] ?? 0) + leftOutCost
      current.push(Math.min(replaced, tooMany, leftOut))
    }
    previous = current
  }
  return previous[meant.length] ?? 0
}

function sectionOf(key: string): string {
  return key.slice(0, Math.max(key.indexOf('.'), 0))
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1)
}
