/**
 * What the path of an announce address says before its last segment: whose torrents it is about, and who speaks.
 *
 *     /announce                        nothing
 *     /{gallery}/announce              a gallery: nothing is recorded
 *     /{gallery}/{member}x{key}/announce   a gallery and a member, whose statistics are recorded
 *
 * Like `Announce`, of which it is a part, it is one record per thread, filled again for each request.
 */

export const PathForm = {
  /** No path came with the request, or over UDP one that names nothing: many clients send none there (BEP 41). */
  absent: 0,
  /** A path that names no gallery. */
  bare: 1,
  gallery: 2,
  personal: 3,
} as const
export type PathForm = (typeof PathForm)[keyof typeof PathForm]

/** Characters of a member's key. */
export const memberKeyBytes = 16

export class AnnouncePath {
  form: PathForm = PathForm.absent
  /** 1 to 2^31 - 1, or 0 where there is none. */
  galleryId = 0
  /** 1 to 2^31 - 1, or 0 where there is none. */
  memberId = 0
  /** The member's key; zeros, which no key has, where what stands there is of another length. */
  readonly key = new Uint8Array(memberKeyBytes)
  readonly keyWords = new Int32Array(this.key.buffer)

  /** Makes it say nothing. */
  clear(form: PathForm): void {
    this.form = form
    this.galleryId = 0
    this.memberId = 0
  }
}
