/** What an operator of a gallery tracker decides about announces. A thread is given a new one with a reload. */
export type GalleryPolicy = {
  /** A torrent at the announce address of another gallery is refused. */
  readonly checkGallery: boolean
  /** Announces without the key of a member are served. */
  readonly servesAnonymous: boolean
  /** Announces over UDP that name no gallery are served, without recording anything. */
  readonly servesUdpWithoutPath: boolean
}
