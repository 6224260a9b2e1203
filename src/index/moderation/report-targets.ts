/** What reports are about: finds it, tells whether there is anything to do, does it, and takes it back. */
import type { Galleries } from '#index/galleries/galleries'
import type { Gallery } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Member } from '#index/members/member'
import { isLetIn } from '#index/members/member-ban'
import type { Members } from '#index/members/members'
import type { ReportTarget } from './report.ts'

export type ReportTargetsOptions = {
  readonly torrents: Pick<GalleryTorrents, 'findById' | 'remove' | 'restore'>
  readonly galleries: Pick<Galleries, 'find' | 'setState'>
  readonly members: Pick<Members, 'findById' | 'ban' | 'unban'>
}

export type FoundTarget =
  | { readonly kind: 'torrent'; readonly torrent: GalleryTorrent }
  | { readonly kind: 'gallery'; readonly gallery: Gallery }
  | { readonly kind: 'member'; readonly member: Member }

/** `until` is for members: unix seconds, or undefined where it holds until it is lifted. */
export type TargetAct = {
  readonly reason: string
  readonly until: number | undefined
  readonly actor: string
}

/** All reject as the services do. */
export type ReportTargets = {
  readonly find: (target: ReportTarget) => Promise<FoundTarget | undefined>
  /** Removes the torrent, expunges the gallery, bans the member. */
  readonly act: (found: FoundTarget, act: TargetAct) => Promise<unknown>
  readonly undo: (found: FoundTarget, actor: string) => Promise<unknown>
}

/** Whether it is there for everybody, and nothing was done to it. */
export function isInPlace(found: FoundTarget, nowSeconds: number): boolean {
  if (found.kind === 'torrent') return found.torrent.tombstone === undefined
  if (found.kind === 'gallery') return found.gallery.state === 'live'
  return isLetIn(found.member, nowSeconds)
}

export function createReportTargets(options: ReportTargetsOptions): ReportTargets {
  const { torrents, galleries, members } = options
  return {
    find: async ({ kind, id }) => {
      try {
        if (kind === 'torrent') return { kind, torrent: await torrents.findById(id) }
        if (kind === 'gallery') return { kind, gallery: await galleries.find(id) }
      } catch (error) {
        if (error instanceof GalleryError) return undefined
        throw error
      }
      const member = await members.findById(id)
      return member && { kind, member }
    },
    act: async (found, { reason, until, actor }) => {
      if (found.kind === 'torrent') return await torrents.remove(found.torrent.id, reason, actor)
      if (found.kind === 'gallery')
        return await galleries.setState(found.gallery.id, 'expunged', reason, actor)
      return await members.ban(found.member.name, { reason, isPublic: true, until }, actor)
    },
    undo: async (found, actor) => {
      if (found.kind === 'torrent') return await torrents.restore(found.torrent.id, actor)
      if (found.kind === 'gallery')
        return await galleries.setState(found.gallery.id, 'live', '', actor)
      return await members.unban(found.member.name, actor)
    },
  }
}
