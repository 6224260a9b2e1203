/**
 * What members may be called. A name is shown as it was given and is unique by its key, in which case, accents and
 * compatible forms of a character make no difference: "José" and "jose" are one name to whoever reads a page.
 *
 * What a new name may be is stricter than it once was: members who have another keep it, and log in with it.
 */
import { characterCount } from '#base/character-count'
import { hasInvisible } from '#base/visible-text'
import { lookAlikesOf, mixesAlphabets } from './look-alike-names.ts'
import { MemberError } from './member-error.ts'

const charactersMin = 2
const charactersMax = 32

/** Letters of any script, with the marks that some write their vowels with. */
const form = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u

/** Marks on letters of alphabets are accents; those of other scripts are letters of their own. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu

/** Names, by their keys, that would pass for the site itself or for nobody. */
const reserved: ReadonlySet<string> = new Set([
  'admin',
  'administrator',
  'anonymous',
  'anybody',
  'deleted',
  'everybody',
  'guest',
  'housekeeping',
  'member',
  'moderator',
  'nobody',
  'null',
  'operator',
  'owner',
  'root',
  'staff',
  'support',
  'system',
  'token',
  'tracker',
  'undefined',
  'unknown',
  'uploader',
  'waggle',
  'webmaster',
])

export type MemberName = {
  readonly name: string
  readonly nameKey: string
  /** Keys of other names that a reader would take for this one. */
  readonly alikeKeys: readonly string[]
}

/** The name as it is kept. Throws MemberError. */
export function checkedMemberName(given: string): MemberName {
  const name = given.normalize('NFC')
  if (!hasForm(name))
    throw new MemberError(
      'invalid_name',
      `the name must have ${charactersMin} to ${charactersMax} letters, digits, ".", "_" or "-", and begin with a letter or digit; choose such a one`,
    )
  if (hasInvisible(name))
    throw new MemberError(
      'invalid_name',
      'the name has a character that nobody sees; type it anew, without what was copied along with it',
    )
  if (mixesAlphabets(name))
    throw new MemberError(
      'mixed_name',
      `the name ${name} has letters of several alphabets that look alike, such as Latin and Cyrillic; write it in one of them`,
    )
  const nameKey = keyOf(name)
  const alikeKeys = alikeKeysOf(name).filter((key) => key !== nameKey)
  if ([nameKey, ...alikeKeys].some((key) => reserved.has(key)))
    throw new MemberError('reserved_name', `the name ${name} is reserved; choose another`)
  return { name, nameKey, alikeKeys }
}

/** Of any text; '', which no member has, where it cannot be a name. */
export function memberNameKey(given: string): string {
  const name = given.normalize('NFC')
  return hasForm(name) ? keyOf(name) : ''
}

function hasForm(name: string): boolean {
  const characters = characterCount(name)
  return characters >= charactersMin && characters <= charactersMax && form.test(name)
}

function alikeKeysOf(name: string): readonly string[] {
  const bare = name.normalize('NFKC').normalize('NFD').replace(accents, '')
  return lookAlikesOf(bare).map(keyOf)
}

/** Upper case first, because only that way ß becomes ss; then all sigmas are one. */
function keyOf(name: string): string {
  const oneCase = name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
  return oneCase.normalize('NFD').replace(accents, '').normalize('NFKC')
}
