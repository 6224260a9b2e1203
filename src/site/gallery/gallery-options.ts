/** What the pages of the gallery site are made from. */
import type { Clock } from '#base/clock'
import type { LiveSessions } from '#index/accounting/live-sessions'
import type { Statistics } from '#index/accounting/statistics'
import type { CatalogueLists } from '#index/galleries/catalogue-lists'
import type { Covers } from '#index/galleries/covers'
import type { Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Petitions } from '#index/petitions/petitions'
import type { Points } from '#index/points/points'
import type { Purge } from '#index/purge/purge'
import type { ScoreWeights } from '#index/toplists/score'
import type { Toplists } from '#index/toplists/toplists'
import type { Torrents } from '#index/torrents/torrents'
import type { RequireMember } from '../account/require-member.ts'
import type { MakeShell } from '../shell.ts'

export type GalleryOptions = {
  readonly galleries: Galleries
  readonly torrents: GalleryTorrents
  /** The same torrents as the tracker serves them: their files, and bans. */
  readonly registered: Pick<Torrents, 'files' | 'ban' | 'unban'>
  readonly lists: CatalogueLists
  readonly requireMember: RequireMember
  readonly clock: Clock
  /** Asked for with each reply, because a reload may change them. */
  readonly settings: () => GallerySettings
  /** What the clients of members announce at the moment. */
  readonly live: Pick<LiveSessions, 'sessionsOf' | 'vainOf'>
  readonly covers: Pick<Covers, 'path'>
  /** What is recorded of members. */
  readonly statistics: Statistics
  readonly petitions: Pick<Petitions, 'ofSubject' | 'open'>
  readonly points: Pick<Points, 'balanceOf' | 'entriesOf'>
  readonly toplists: Toplists
  readonly purge: Pick<Purge, 'find' | 'ofMember' | 'keep'>
  /** Since all that was announced was recorded. */
  readonly statisticsAgeSeconds: () => number
}

export type GallerySettings = {
  /** In the order of their colours. */
  readonly categories: readonly string[]
  /** Of an uploaded .torrent file. */
  readonly torrentBytesMax: number
  /** The public address of the site without a slash at its end, or '' where none is configured. */
  readonly siteUrl: string
  /** What a completion pays now. */
  readonly pointsPerCompletion: number
  /** Of the toplists. */
  readonly scoreWeights: ScoreWeights
}

/** The same, for routes. */
export type GalleryParts = GalleryOptions & { readonly shell: MakeShell }
