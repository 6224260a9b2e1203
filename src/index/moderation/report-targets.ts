/** What reports are about: finds it, tells whether there is anything to do, does it, and takes it back. */
import type { Galleries } from '#index/galleries/galleries'
import type { Gallery } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Member } from '#index/members/member'
import { isLetIn } from '#index/members/member-ban'
import type { Members } from '#index/members/members'
import { mayBury, type Tombstone } from '#index/torrents/tombstone'
import type { ReportTarget } from './report.ts'

export type ReportTargetsOptions = {
  readonly torrents: Pick<GalleryTorrents, 'findById' | 'remove' | 'restore' | 'rebury'>
  readonly galleries: Pick<Galleries, 'find' | 'setState'>
  readonly members: Pick<Members, 'findById' | 'ban' | 'unban'>
}

/** A gallery is the newest version of its chain, whichever was reported. */
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

/** What an act of a report makes of a target: since when, and why. */
export type TargetEffect = { readonly at: number; readonly reason: string }

/** All reject as the services do. */
export type ReportTargets = {
  readonly find: (target: ReportTarget) => Promise<FoundTarget | undefined>
  /** Removes the torrent, expunges the gallery, bans the member; gives the target as it is then. */
  readonly act: (found: FoundTarget, act: TargetAct) => Promise<FoundTarget>
  /** `before` is what the torrent had before it was removed. */
  readonly undo: (
    found: FoundTarget,
    before: Tombstone | undefined,
    actor: string,
  ) => Promise<unknown>
}

/** Whether it is there for everybody, and nothing was done to it. */
export function isInPlace(found: FoundTarget, nowSeconds: number): boolean {
  if (found.kind === 'torrent') return found.torrent.tombstone === undefined
  if (found.kind === 'gallery') return found.gallery.state === 'live'
  return isLetIn(found.member, nowSeconds)
}

/** Whether there is anything to do: of a torrent also where it is gone, unless the staff has removed it. */
export function mayBeActedOn(found: FoundTarget, nowSeconds: number): boolean {
  if (found.kind === 'torrent') return mayBury(found.torrent.tombstone, 'removed')
  return isInPlace(found, nowSeconds)
}

/** Undefined where nothing is done to it that a report could have done. */
export function effectOn(found: FoundTarget): TargetEffect | undefined {
  if (found.kind === 'torrent') {
    const { tombstone } = found.torrent
    return tombstone?.kind === 'removed' ? tombstone : undefined
  }
  if (found.kind === 'member') return found.member.ban
  const { state, stateAt, stateReason } = found.gallery
  return state === 'expunged' && stateAt !== undefined
    ? { at: stateAt, reason: stateReason }
    : undefined
}

export function createReportTargets(options: ReportTargetsOptions): ReportTargets {
  const { torrents, galleries, members } = options
  return {
    find: async ({ kind, id }) => {
      try {
        if (kind === 'torrent') return { kind, torrent: await torrents.findById(id) }
        if (kind === 'gallery') {
          const { currentId } = await galleries.find(id)
          return { kind, gallery: await galleries.find(currentId) }
        }
      } catch (error) {
        if (error instanceof GalleryError) return undefined
        throw error
      }
      const member = await members.findById(id)
      return member && { kind, member }
    },
    act: async (found, { reason, until, actor }) => {
      const { kind } = found
      if (kind === 'torrent')
        return { kind, torrent: await torrents.remove(found.torrent.id, reason, actor) }
      if (kind === 'gallery') {
        const { id, state } = found.gallery
        return { kind, gallery: await galleries.setState(id, 'expunged', reason, actor, state) }
      }
      const ban = { reason, isPublic: true, until }
      return { kind, member: await members.ban(found.member.name, ban, actor) }
    },
    undo: async (found, before, actor) => {
      if (found.kind === 'torrent') return await undoRemoval(torrents, found.torrent, before, actor)
      if (found.kind === 'gallery') {
        const { id, state } = found.gallery
        return await galleries.setState(id, 'live', '', actor, state)
      }
      return await members.unban(found.member.name, actor, found.member.ban)
    },
  }
}

async function undoRemoval(
  torrents: Pick<GalleryTorrents, 'restore' | 'rebury'>,
  { id, tombstone: removal }: GalleryTorrent,
  before: Tombstone | undefined,
  actor: string,
): Promise<unknown> {
  if (before === undefined || removal === undefined) return await torrents.restore(id, actor)
  return await torrents.rebury(id, { removal, before }, actor)
}
