/** What the jobs are made of that look for what is to be told. */
import type { Clock } from '#base/clock'
import type { GalleryRepository } from '#index/galleries/gallery-repository'
import type { GalleryTorrentRepository } from '#index/galleries/gallery-torrent-repository'
import type { MemberRepository } from '#index/members/member-repository'
import type { TokenRepository } from '#index/tokens/token-repository'
import type { NoticeRepository, Unsettled } from './notice-repository.ts'

export type NoticeTelling = {
  readonly repository: NoticeRepository
  readonly torrents: Pick<GalleryTorrentRepository, 'find'>
  readonly galleries: Pick<GalleryRepository, 'find'>
  readonly members: Pick<MemberRepository, 'findById'>
  readonly tokens: Pick<TokenRepository, 'listOf'>
  readonly clock: Clock
  readonly hasMail: () => boolean
}

/** What is younger may come with a transaction that began before another whose rows are there already. */
const settleSeconds = 10

export function unsettledOf(clock: Clock): Unsettled {
  const upTo = clock.nowSeconds()
  return { from: upTo - settleSeconds, upTo }
}
