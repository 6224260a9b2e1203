/** What the galleries are made of; `galleries.ts` puts them together. */
import type { Clock } from '#base/clock'
import type { MemberRepository } from '#index/members/member-repository'
import type { Covers } from './covers.ts'
import type { GalleryRepository } from './gallery-repository.ts'

export type GalleryOptions = {
  readonly repository: GalleryRepository
  /** To find owners by their names. */
  readonly members: Pick<MemberRepository, 'find'>
  readonly covers: Covers
  /** `gallery.categories` of the moment. */
  readonly categories: () => readonly string[]
  readonly clock: Clock
}
