/**
 * What a member must be allowed to do for a token of theirs to have a scope. It is asked when the token is made and each
 * time it is used: somebody who loses a role loses what their tokens could.
 */
import { mayDo, type Permission, type Role } from '#index/members/role'
import { type TokenScope, tokenScopes } from './token.ts'

const needed: Readonly<Record<TokenScope, Permission>> = {
  'torrents:read': 'upload',
  'torrents:write': 'moderate',
  'torrents:upload': 'upload',
  'galleries:read': 'upload',
  // Those of everybody: nothing asks whose they are.
  'galleries:write': 'moderate',
  'statistics:read': 'moderate',
  'blocks:read': 'administer',
  'blocks:write': 'administer',
}

/** In the order of `tokenScopes`. */
export function scopesOf(role: Role): readonly TokenScope[] {
  return tokenScopes.filter((scope) => mayDo(role, needed[scope]))
}
