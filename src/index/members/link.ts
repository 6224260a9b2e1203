/**
 * A link with which somebody sets a password without having one, once: a new member, one who has forgotten it, or, where
 * there is no administrator yet, whoever is to become the first.
 */
import type { Member } from './member.ts'

export const linkKinds = ['set_up', 'reset', 'administrator'] as const
export type LinkKind = (typeof linkKinds)[number]

export type NewLink = {
  /** Of its secret. */
  readonly digest: Uint8Array
  readonly kind: LinkKind
  /** Undefined for `administrator`. */
  readonly memberId: number | undefined
  readonly createdAt: number
  readonly expiresAt: number
  /** The address of the member that it goes to by mail. */
  readonly sentTo?: string
}

export type Link = Pick<NewLink, 'kind' | 'expiresAt'> & {
  /** Whose password it sets; undefined for `administrator`. */
  readonly member: Member | undefined
}

/** A link as it is handed out. */
export type LinkSecret = Pick<NewLink, 'kind' | 'expiresAt'> & { readonly secret: string }

const daySeconds = 24 * 3600

/** A new member may be away for a week; one who asks for a new password is waiting for it. */
export const linkSeconds: Readonly<Record<LinkKind, number>> = {
  set_up: 7 * daySeconds,
  reset: daySeconds,
  administrator: 7 * daySeconds,
}

/** Where the site takes a link. */
export const linkPath = '/set-password'

/** `siteUrl` has no slash at its end. */
export function linkAddress(siteUrl: string, { secret }: Pick<LinkSecret, 'secret'>): string {
  return `${siteUrl}${linkPath}/${secret}`
}
