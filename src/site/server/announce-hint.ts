/** A word to whoever announces to the site instead of the tracker: nothing is announced here, in any mode. */
import type { Section } from '../section.ts'

export type AnnounceHint = {
  /** Of clients, as the router has them. */
  readonly paths: readonly string[]
  /** Where the tracker is, in a line; asked for with each request. */
  readonly line: () => string
}

export function announceHint({ paths, line }: AnnounceHint): Section {
  return {
    tabs: () => [],
    register: (site) => {
      for (const path of paths)
        site.get(path, (_request, reply) =>
          reply.code(404).type('text/plain').send(`The tracker is elsewhere. ${line()}\n`),
        )
    },
  }
}
