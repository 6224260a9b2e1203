/** What the routes of accounts are answered from. */
import type { Clock } from '#base/clock'
import type { Members } from '#index/members/members'
import type { Shell } from '../shell.ts'
import type { SessionCookie } from './session-cookie.ts'

export type AccountParts = {
  readonly members: Members
  readonly clock: Clock
  readonly cookie: SessionCookie
  /** Whether announces carry a key of the member. */
  readonly hasTorrentKeys: boolean
  readonly shell: () => Shell
}
