/** A gallery site with what can be reported: a gallery of Olga's, a torrent of Carol's, members, moderators and an administrator. */
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { type GallerySite, openGallerySite } from './gallery-site.ts'
import { password, type SiteBaseOptions } from './site-base.ts'
import { upload } from './torrent-files.ts'
import { Visitor } from './visitor.ts'

export class ModerationScene {
  readonly site: GallerySite
  readonly gallery: Gallery
  readonly torrent: GalleryTorrent
  /** Of the member who has uploaded the torrent. */
  readonly uploaderId: number

  private constructor(
    site: GallerySite,
    things: Pick<ModerationScene, 'gallery' | 'torrent' | 'uploaderId'>,
  ) {
    this.site = site
    this.gallery = things.gallery
    this.torrent = things.torrent
    this.uploaderId = things.uploaderId
  }

  static async open(options: SiteBaseOptions = {}): Promise<ModerationScene> {
    const site = await openGallerySite(options)
    const { id: ownerId } = await site.addMember('olga', 'uploader')
    const { id: uploaderId } = await site.addMember('carol')
    for (const name of ['alice', 'bob']) await site.addMember(name)
    for (const name of ['keeper', 'second']) await site.addMember(name, 'moderator')
    await site.addMember('chief', 'administrator')
    const gallery = await site.addGallery(ownerId, { title: 'Hortus Eystettensis' })
    const torrent = await site.addTorrent(gallery, uploaderId, upload('Hortus'))
    return new ModerationScene(site, { gallery, torrent, uploaderId })
  }

  async as(name: string): Promise<Visitor> {
    const visitor = new Visitor(this.site.url)
    await visitor.logIn(name, password)
    return visitor
  }

  get torrentReport(): string {
    return `/report/torrent/${this.torrent.id}`
  }

  get galleryReport(): string {
    return `/report/gallery/${this.gallery.id}`
  }

  get memberReport(): string {
    return `/report/member/${this.uploaderId}`
  }

  get torrentPath(): string {
    return `/torrent/${Buffer.from(this.torrent.infoHash).toString('hex')}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]()
  }
}
