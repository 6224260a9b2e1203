/** What the routes of accounts are answered from. */
import type { Clock } from '#base/clock'
import type { FeedTokens } from '#index/members/feed-tokens'
import type { MemberExport } from '#index/members/member-export'
import type { Members } from '#index/members/members'
import type { Notices } from '#index/notifications/notices'
import type { Tokens } from '#index/tokens/tokens'
import type { MakeShell } from '../shell.ts'
import type { SessionCookie } from './session-cookie.ts'

export type AccountParts = {
  readonly members: Members
  readonly clock: Clock
  readonly cookie: SessionCookie
  /** Whether announces carry a key of the member. */
  readonly hasTorrentKeys: boolean
  /** Undefined where only the operator makes accounts. */
  readonly membership: Membership | undefined
  /** The public address of the site, or ''; a reload may change it. */
  readonly siteUrl: () => string
  readonly shell: MakeShell
}

/** What a site has where people become members by themselves. */
export type Membership = {
  readonly tokens: Tokens
  readonly feedTokens: FeedTokens
  readonly memberExport: MemberExport
  /** Undefined where nobody is told anything. */
  readonly notices?: Notices | undefined
}

export type MembershipRoutes = AccountParts & { readonly membership: Membership }
