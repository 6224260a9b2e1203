/** What the pages of petitions are made from. */
import type { Clock } from '#base/clock'
import type { Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Petitions } from '#index/petitions/petitions'
import type { RequireMember } from '../account/require-member.ts'
import type { MakeShell } from '../shell.ts'

export type PetitionOptions = {
  readonly petitions: Petitions
  readonly galleries: Galleries
  readonly torrents: GalleryTorrents
  readonly requireMember: RequireMember
  readonly clock: Clock
}

/** The same, for routes. */
export type PetitionParts = PetitionOptions & { readonly shell: MakeShell }
