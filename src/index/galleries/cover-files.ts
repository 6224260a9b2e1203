/**
 * The files of covers, under names that are hashes of what is in them: `ab/abcd….webp`, and `…-small.webp` for lists. A
 * name therefore always means the same picture. A file is there whole or not at all.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CoverPictures } from './cover-pictures.ts'
import type { CoverSize } from './gallery.ts'

export class CoverFiles {
  readonly #directory: string

  /** `directory` is made with the first cover. */
  constructor(directory: string) {
    this.#directory = directory
  }

  /** Whether or not there is such a file. `hash` is 64 hexadecimal digits in lower case. */
  path(hash: string, size: CoverSize): string {
    return join(this.#folder(hash), `${hash}${size === 'small' ? '-small' : ''}.webp`)
  }

  /** Both are on the disk when it resolves. */
  async write({ cover: { hash }, large, small }: CoverPictures): Promise<void> {
    await mkdir(this.#folder(hash), { recursive: true, mode: 0o700 })
    await writeWhole(this.path(hash, 'small'), small)
    await writeWhole(this.path(hash, 'large'), large)
  }

  async remove(hash: string): Promise<void> {
    for (const size of ['large', 'small'] as const) await rm(this.path(hash, size), { force: true })
  }

  #folder(hash: string): string {
    return join(this.#directory, hash.slice(0, 2))
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await using file = await open(partial, 'wx', 0o600)
    await file.writeFile(bytes)
    await file.sync()
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
