/** Why somebody is kept out, and for how long. Times are unix seconds. */

export type MemberBan = {
  readonly reason: string
  /** Whether the member is told the reason, on the site and by the tracker. */
  readonly isPublic: boolean
  readonly at: number
  /** When it ends by itself; undefined where it holds until it is lifted. */
  readonly until: number | undefined
}

/** What of a member says it. */
type MayBeBanned = { readonly ban: MemberBan | undefined }

/** The ban that holds at a time. One that has ended holds no longer, whether anybody took it away or not. */
export function banOf({ ban }: MayBeBanned, nowSeconds: number): MemberBan | undefined {
  return ban === undefined || (ban.until ?? nowSeconds + 1) <= nowSeconds ? undefined : ban
}

/** Whether the account may do anything at all: log in, announce, use a token. */
export function isLetIn(
  member: MayBeBanned & { readonly state: string },
  nowSeconds: number,
): boolean {
  return member.state === 'active' && banOf(member, nowSeconds) === undefined
}
