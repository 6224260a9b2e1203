/** The key in the address of a gallery's page: whoever only counts ids up finds no page. It is no secret. */
import { randomBytes } from 'node:crypto'

const characters = '0123456789abcdefghijklmnopqrstuvwxyz'
const length = 10

const keyForm = new RegExp(`^[${characters}]{${length}}$`)

/** Whether a key that another system gave has the form of ours. */
export function isGalleryKey(text: string): boolean {
  return keyForm.test(text)
}

/** The largest multiple of 36 in a byte: bytes from here on would favour the first characters. */
const fairBytes = 252

export function newGalleryKey(): string {
  let key = ''
  while (key.length < length)
    for (const byte of randomBytes(length))
      if (byte < fairBytes && key.length < length) key += characters[byte % characters.length]
  return key
}
