/**
 * A password's hash as it is kept: a PHC string, which says how it was made, so that it can be checked whatever the
 * program makes new ones with.
 *
 *   $argon2id$v=19$m=19456,t=2,p=1$<nonce>$<tag>      base64 without padding
 */
import { assert } from '#base/assert'

/** The cost of a hash (RFC 9106). */
export type PasswordCost = {
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
}

export type PasswordHash = {
  readonly cost: PasswordCost
  readonly nonce: Uint8Array
  readonly tag: Uint8Array
}

const form =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{16,86})$/

export function formatPasswordHash({ cost, nonce, tag }: PasswordHash): string {
  const { memoryKib, passes, lanes } = cost
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(nonce)}$${base64(tag)}`
}

/** Only what `formatPasswordHash` made is stored, so anything else is a mistake of ours. */
export function parsePasswordHash(text: string): PasswordHash {
  const [, memoryKib, passes, lanes, nonce = '', tag = ''] = form.exec(text) ?? []
  assert(tag !== '', 'what is stored is no hash of a password')
  return {
    cost: { memoryKib: Number(memoryKib), passes: Number(passes), lanes: Number(lanes) },
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
