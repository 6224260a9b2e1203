/**
 * Which key an operator meant by one that does not exist. A key may be wrong by a slip of the
 * keyboard, or stand in the wrong section, so the part after the dot is also compared alone.
 */
import { type KeyName, keyNames } from './schema.ts'

/** The most similar key, or undefined when none is similar enough to be worth a guess. */
export function nearestKey(written: string): KeyName | undefined {
  const worthGuessing = Math.max(2, Math.floor(written.length / 4))
  let nearest: KeyName | undefined
  let nearestDistance = worthGuessing + 1
  for (const key of keyNames) {
    const distance = Math.min(
      editDistance(written, key),
      // In the wrong section: one more than the difference of the names themselves.
      1 + editDistance(lastPart(written), lastPart(key)),
    )
    if (distance < nearestDistance) {
      nearest = key
      nearestDistance = distance
    }
  }
  return nearest
}

/**
 * Levenshtein: how many characters must be added, removed or replaced to get from one to the other.
 */
export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 0; row < from.length; row++) {
    const current = [row + 1]
    for (let column = 0; column < to.length; column++) {
      const replaced = (previous[column] ?? 0) + (from[row] === to[column] ? 0 : 1)
      const removed = (previous[column + 1] ?? 0) + 1
      const added = (current[column] ?? 0) + 1
      current.push(Math.min(replaced, removed, added))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1)
}
