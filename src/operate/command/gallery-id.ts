/** The id of a gallery as a word of the command line. */
import { InvalidArgumentError } from 'commander'

export function galleryId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be the number of a gallery, as "waggle gallery list" has it')
}
