/**
 * What a new password must be like (after NIST SP 800-63B, section 3.1.1): long enough, not among the commonest, not the
 * member's own name, and nothing else. No rules about digits and signs, which make passwords that are alike.
 */
import { characterCount } from '#base/character-count'
import { isCommonPassword } from './common-passwords.ts'
import { MemberError } from './member-error.ts'
import { memberNameKey } from './member-name.ts'

const charactersMin = 8
const charactersMax = 1024

/** The same text however a keyboard or a system composes it. */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC')
}

/** Throws MemberError. */
export function checkPassword(given: string, nameKey: string): void {
  // Before it is normalised, which may take a while with what is far too long.
  if (given.length > 2 * charactersMax) throw tooLong()
  const password = normalizedPassword(given)
  const characters = characterCount(password)
  if (characters < charactersMin)
    throw new MemberError(
      'password_too_short',
      `the password has ${characters} characters; take ${charactersMin} or more, such as a few words in a row`,
    )
  if (characters > charactersMax) throw tooLong()
  if (isCommonPassword(password))
    throw new MemberError(
      'password_common',
      'the password is among the first that others would guess; choose another',
    )
  if (memberNameKey(password) === nameKey)
    throw new MemberError('password_is_name', 'the password is the name; choose another')
}

function tooLong(): MemberError {
  return new MemberError(
    'password_too_long',
    `the password has more than ${charactersMax} characters; choose a shorter one`,
  )
}
