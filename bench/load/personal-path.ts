/**
 * The announce addresses of the load at a gallery tracker: every peer is a client of a member, every torrent is in a
 * gallery. Whoever fills the tracker's database takes the same. All paths are equally long, so that packets are.
 */

export const galleries = { first: 1001, count: 1000 } as const
export const members = { first: 10_001, count: 20_000 } as const

export function galleryOf(torrent: number): number {
  return galleries.first + (torrent % galleries.count)
}

/** A member has the same number of clients as all others. */
export function memberOf(peer: number): number {
  return members.first + (peer % members.count)
}

export function keyOf(memberId: number): string {
  return String(memberId).padStart(16, 'k')
}

/** What stands before `/announce` in the address of a peer's torrent. */
export function personalPath(peer: number, torrent: number): string {
  const memberId = memberOf(peer)
  return `/${galleryOf(torrent)}/${memberId}x${keyOf(memberId)}`
}
