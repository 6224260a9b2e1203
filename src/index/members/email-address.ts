/**
 * Addresses of mail. What is taken is what can stand in a header and in a command of SMTP as it is: no line end, no
 * quotes, no list of addresses, no comment. That leaves out some forms that RFC 5321 allows and nobody has.
 */
import { domainToASCII } from 'node:url'
import { MemberError } from './member-error.ts'

export type EmailAddress = {
  /** As it was given, its domain in ASCII. */
  readonly address: string
  /** The same for all ways in which people write an address. */
  readonly key: string
}

/** RFC 5321, section 4.5.3.1. */
const localMax = 64
const addressMax = 254

/** The characters of RFC 5322, section 3.2.3, with points between them. */
const local = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/

/** Two labels at least: mail to this very machine is nobody's. */
const domain = /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/

/** Undefined where it can be none. */
export function emailAddressOf(given: string): EmailAddress | undefined {
  const text = given.trim()
  const at = text.lastIndexOf('@')
  if (at < 1 || at > localMax || text.length > addressMax) return undefined
  const [name, host] = [text.slice(0, at), domainToASCII(text.slice(at + 1))]
  if (!local.test(name) || !domain.test(host)) return undefined
  const address = `${name}@${host}`
  return { address, key: address.toLowerCase() }
}

/** Throws MemberError. */
export function checkedEmailAddress(given: string): EmailAddress {
  const email = emailAddressOf(given)
  if (email !== undefined) return email
  throw new MemberError('invalid_email', 'this is no address of mail; write it as name@example.org')
}
