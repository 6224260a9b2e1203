/**
 * Finds paths that some file system takes for the same: equal ones, those that differ only in case (Windows,
 * macOS) or in the composition of characters (macOS), and a file where a folder is. A folder is a number,
 * and a name in it is looked up by that number, so that a long path costs only its last component.
 */
import type { MetainfoFaultCode } from './metainfo-fault.ts'

/** A folder of the register. */
export type FolderId = number

/** What stands for a file where a folder has its number. */
const file = -1

export class PathRegister {
  readonly root: FolderId = 0
  readonly #entries = new Map<string, FolderId>()

  /** Adds the file with this path. */
  addPath(path: readonly string[]): MetainfoFaultCode | undefined {
    let folder: FolderId | undefined = this.root
    for (const name of path.slice(0, -1)) {
      folder = this.enterFolder(folder, name)
      if (folder === undefined) return 'path-conflict'
    }
    return this.addFile(folder, path.at(-1) ?? '')
  }

  /** The folder of this name in `folder`; undefined if a file has the name. */
  enterFolder(folder: FolderId, name: string): FolderId | undefined {
    const key = keyOf(folder, name)
    const known = this.#entries.get(key)
    if (known !== undefined) return known === file ? undefined : known
    const added = this.#entries.size + 1
    this.#entries.set(key, added)
    return added
  }

  addFile(folder: FolderId, name: string): MetainfoFaultCode | undefined {
    const key = keyOf(folder, name)
    const known = this.#entries.get(key)
    if (known !== undefined) return known === file ? 'path-repeated' : 'path-conflict'
    this.#entries.set(key, file)
    return undefined
  }
}

function keyOf(folder: FolderId, name: string): string {
  return `${folder}/${name.normalize('NFC').toLowerCase()}`
}
