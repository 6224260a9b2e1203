/**
 * Gives a thread points at which it can be made to die: one before each store into the swarms' memory, put into the
 * sources of the store as the thread loads them, so that the program itself knows of none. Stores are what a death
 * separates; whatever else a thread does is gone with it.
 *
 * To be called before the store is imported. `die` is asked at each point and may throw.
 */
import { registerHooks } from 'node:module'

const folder = '/src/tracker/swarm/'

/** Statements that write: to an element, or by a method of the views or of Atomics. */
const store =
  /^(\s*(?:for \(.*\) )?(?:if \(.*\) )?)((?:this\.)?#?(?:words|bytes|halves)\[[^=]*\] = |(?:this\.)?#?(?:words|bytes|halves)\.(?:fill|copyWithin)\(|Atomics\.(?:store|add|exchange)\(|unlock\()/gm

/** The name by which the sources call it; threads that do not instrument themselves have none. */
const pointName = 'wagglesFaultPoint'

/** How many points there are in the sources that were loaded so far. */
let points = 0

export function addFaultPoints(die: () => void): () => number {
  Object.defineProperty(globalThis, pointName, { value: die })
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context)
      if (!url.includes(folder) || loaded.source === undefined) return loaded
      const source = textOf(loaded.source).replaceAll(
        store,
        (_, before: string, statement: string) => {
          points++
          return `${before}${pointName}(), ${statement}`
        },
      )
      return { ...loaded, source }
    },
  })
  return () => points
}

function textOf(source: string | NodeJS.ArrayBufferView | ArrayBuffer): string {
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString()
}
