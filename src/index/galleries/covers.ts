/** The covers of galleries: pictures made of what members send, and their files. */
import { assert } from '#base/assert'
import { BoundedQueue } from '#base/bounded-queue'
import { CoverFiles } from './cover-files.ts'
import { type CoverPictures, createCoverMaker } from './cover-pictures.ts'
import type { CoverSize } from './gallery.ts'

export type CoverExchange<T> = {
  /** Undefined takes the cover away. */
  readonly pictures: CoverPictures | undefined
  /** Puts the new one into the database; `replaced` is the hash of the cover before. */
  readonly store: () => Promise<{ readonly result: T; readonly replaced: string | undefined }>
  /** Whether any gallery has the cover of this hash still. */
  readonly isUsed: (hash: string) => Promise<boolean>
}

export type Covers = {
  /** Rejects with GalleryError `invalid_cover`, and `covers_busy` where too many are at it. */
  readonly make: (picture: Uint8Array) => Promise<CoverPictures>
  /** The files are there before the database names them, and as long as it does; no longer. */
  readonly exchange: <T>(exchange: CoverExchange<T>) => Promise<T>
  /** Of the file, whether or not it is there. */
  readonly path: (hash: string, size: CoverSize) => string
}

/** `directory` is `covers` in `data.directory`. */
export function createCovers({ directory }: { readonly directory: string }): Covers {
  const files = new CoverFiles(directory)
  // One at a time: two galleries may have the same cover, which one of them gives up while the other takes it.
  const turns = new BoundedQueue({ runningMax: 1, waitingMax: Number.POSITIVE_INFINITY })
  return {
    make: createCoverMaker(),
    path: (hash, size) => files.path(hash, size),
    exchange: async (exchange) => {
      const exchanged = turns.run(() => exchangeFiles(files, exchange))
      assert(exchanged !== undefined, 'there is no room in a queue without an end')
      return await exchanged
    },
  }
}

async function exchangeFiles<T>(files: CoverFiles, exchange: CoverExchange<T>): Promise<T> {
  const { pictures, store, isUsed } = exchange
  if (pictures !== undefined) await files.write(pictures)
  const { result, replaced } = await store()
  if (replaced !== undefined && !(await isUsed(replaced))) await files.remove(replaced)
  return result
}
