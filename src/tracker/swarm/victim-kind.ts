/** What a torrent is when it gives way to others, in the order in which they go; `victim.ts` tells which is which. */
export const VictimKind = {
  /** Nobody is left in it; it is remembered for its completions. */
  peerless: 0,
  /** None of its peers has announced again after a while. */
  neverReturned: 1,
  /** One peer is alone in it, who has come back. */
  single: 2,
} as const
export type VictimKind = (typeof VictimKind)[keyof typeof VictimKind]
