/**
 * Where a page of a list ended: the value it is ordered by and the id of its last entry, so that the next page
 * goes on there whatever was added or removed meanwhile. Opaque to callers; one that comes back changed is refused.
 */
import { StorageError } from '../storage-error.ts'

export type PageMark = {
  /** Which list it is of. */
  readonly order: string
  readonly key: number | string
  readonly id: number
}

export function writePageMark({ order, key, id }: PageMark): string {
  return Buffer.from(JSON.stringify([order, key, id])).toString('base64url')
}

/** Throws StorageError `invalid_page`. */
export function readPageMark(text: string, order: string, keyType: 'number' | 'string'): PageMark {
  const value = parse(text)
  if (!Array.isArray(value) || value.length !== 3) throw invalidPage()
  const [markOrder, key, id] = value as unknown[]
  const isKey = typeof key === 'number' ? Number.isSafeInteger(key) : typeof key === 'string'
  if (markOrder !== order || typeof key !== keyType || !isKey) throw invalidPage()
  if (!Number.isSafeInteger(id)) throw invalidPage()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { order, key: key as PageMark['key'], id: id as number }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}

function invalidPage(): StorageError {
  return new StorageError(
    'invalid_page',
    'the mark of the page is not of this list; begin at its first page',
  )
}
