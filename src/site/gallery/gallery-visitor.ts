/** Who asks for a page of the gallery site, and what they may do there. */
import type { FastifyRequest } from 'fastify'
import { assert } from '#base/assert'
import type { Gallery } from '#index/galleries/gallery'
import { type GalleryTorrent, isGone, isWithheld } from '#index/galleries/gallery-torrent'
import type { Member } from '#index/members/member'
import { memberLabel } from '#index/members/member-parts'
import { mayDo, type Permission } from '#index/members/role'

export type GalleryVisitor = {
  readonly member: Member | undefined
  readonly may: (permission: Permission) => boolean
}

export function visitorOf({ member: session }: FastifyRequest): GalleryVisitor {
  const member = session?.member
  return { member, may: (permission) => member !== undefined && mayDo(member.role, permission) }
}

/** Of a request that only members get through with. */
export function memberOf({ member }: FastifyRequest): Member {
  assert(member !== undefined, 'this page is for members, and somebody else got there')
  return member.member
}

/** How the audit log names who asks. Of a request that only members get through with. */
export function actorOf(request: FastifyRequest): string {
  return memberLabel(memberOf(request))
}

/** Its owner, and those who look after the site. */
export function mayChangeGallery({ member, may }: GalleryVisitor, { owner }: Gallery): boolean {
  return member !== undefined && (member.id === owner.id || may('moderate'))
}

/** What is written of it: where it was removed, not for everybody. */
export function maySeeGallery(visitor: GalleryVisitor, gallery: Gallery): boolean {
  return gallery.state !== 'removed' || mayChangeGallery(visitor, gallery)
}

/** Its uploader, and those who look after the site. */
export function mayChangeTorrent(visitor: GalleryVisitor, torrent: GalleryTorrent): boolean {
  return isUploader(visitor, torrent) || visitor.may('moderate')
}

/** Its name and its comment. */
export function mayEditTorrent(visitor: GalleryVisitor, torrent: GalleryTorrent): boolean {
  return visitor.may('moderate') || (isUploader(visitor, torrent) && !isGone(torrent))
}

/** The comment and the files of a torrent. */
export function maySeeContent({ may }: GalleryVisitor, torrent: GalleryTorrent): boolean {
  return !isWithheld(torrent) || may('moderate')
}

export function isUploader({ member }: GalleryVisitor, { uploader }: GalleryTorrent): boolean {
  return member !== undefined && member.id === uploader.id
}
