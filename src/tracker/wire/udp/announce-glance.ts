/**
 * What a datagram says about the memory that its announce needs, read before it is decoded (`decode-datagram.ts` has
 * the layout). Nothing is checked: it decides what is fetched early, and nothing else.
 */
const announceBytes = 98
const actionAnnounce = 1

export class AnnounceGlance {
  /** The byte at which the info-hash stands. */
  infoHashAt = 0
  port = 0
  isSeeder = false

  /** Looks at the `length` bytes from `start` on; false when they are no announce. */
  look(view: DataView, start: number, length: number): boolean {
    if (length < announceBytes || view.getInt32(start + 8) !== actionAnnounce) return false
    this.infoHashAt = start + 16
    this.port = view.getUint16(start + 96)
    this.isSeeder = (view.getInt32(start + 64) | view.getInt32(start + 68)) === 0
    return this.port !== 0
  }
}
