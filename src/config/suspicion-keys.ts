/** The keys of what staff look at who ask whether somebody cheats; a part of `schema.ts`. */
import { onReload } from './key.ts'
import { integer } from './value-type.ts'

export const suspicionKeys = {
  'suspicions.bytes_per_second': onReload(integer(0, 2 ** 40), 125_000_000, [
    'What a client of a member moves at most in either direction, in bytes per second between two announces. Faster ones are',
    'noted for staff to look at, and credited all the same. The default is one gigabit; 0 notes none.',
  ]),
  'suspicions.keep_days': onReload(integer(1, 3650), 90, [
    'How long what was noted of announces is kept after the last of its kind.',
  ]),
} as const
