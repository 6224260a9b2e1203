/**
 * One torrent of a file that is imported, or what is wrong with it, and where it stands there: the number of its line
 * or row, from 1, so that a message can say where to look. A faulty item ends nothing; the next one follows.
 */
import type { Registration } from './registration.ts'

export type ImportItem =
  | { readonly registration: Registration; readonly position: number }
  | { readonly fault: string; readonly position: number }
