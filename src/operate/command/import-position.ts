/** Where an import that was stopped goes on, as a word of the command line. */
import { InvalidArgumentError } from 'commander'

export function importPosition(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be the number that the stopped import ended with')
}
