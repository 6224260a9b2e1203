/** Splits what is too much for one statement; both engines limit how many values can be bound. */
import { storageBindsMax } from '#base/limits'

export function* chunksOf<T>(items: readonly T[], bindsPerItem: number): Generator<readonly T[]> {
  const size = Math.floor(storageBindsMax / bindsPerItem)
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
