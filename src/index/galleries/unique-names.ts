/** Names of the files of an archive, none of which a file system takes for one that was given before. */

export class UniqueNames {
  readonly #taken = new Set<string>()
  /** By each name that was asked for, the number that the next one of it gets. */
  readonly #next = new Map<string, number>()

  /** `name`, or with a number before its extension: `a (2).torrent`. */
  take(name: string): string {
    const wanted = keyOf(name)
    let number = this.#next.get(wanted) ?? 1
    let taken: string
    do taken = numbered(name, number++)
    while (this.#taken.has(keyOf(taken)))
    this.#next.set(wanted, number)
    this.#taken.add(keyOf(taken))
    return taken
  }
}

function numbered(name: string, number: number): string {
  if (number === 1) return name
  const end = name.lastIndexOf('.')
  const at = end > 0 ? end : name.length
  return `${name.slice(0, at)} (${number})${name.slice(at)}`
}

/** Windows and macOS make no difference of case, macOS none of composition. */
function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
