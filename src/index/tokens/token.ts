/**
 * A token of the JSON API: what it may do and what is kept of it. The token itself is shown once, when it is
 * made; the database has its digest alone.
 */

/** What a token can be allowed to do. */
export const tokenScopes = [
  'torrents:read',
  'torrents:write',
  'torrents:upload',
  'galleries:read',
  'galleries:write',
  'statistics:read',
  'blocks:read',
  'blocks:write',
] as const
export type TokenScope = (typeof tokenScopes)[number]

export type NewToken = {
  /** What it is for, in its maker's words. */
  readonly label: string
  /** In the order of `tokenScopes`. */
  readonly scopes: readonly TokenScope[]
  /** SHA-256 of the token. */
  readonly digest: Uint8Array
  readonly createdAt: number
  /** Whose it is; undefined for one that the operator made. */
  readonly memberId: number | undefined
}

export type Token = Omit<NewToken, 'digest'> & {
  readonly id: number
  /** When it was last used, to the hour. */
  readonly usedAt: number | undefined
  readonly revokedAt: number | undefined
}

/** How the audit log names it, as who acts. */
export function tokenLabel({ id }: Pick<Token, 'id'>): string {
  return `token ${id}`
}
