/**
 * What the operator lets clients have: the part of the configuration that answers depend on. A thread
 * is given a new one when the configuration is reloaded.
 */
export type Policy = {
  readonly intervalSeconds: number
  readonly minIntervalSeconds: number
  /** 0 to 50: each interval told is shorter by a random part of this share. */
  readonly intervalJitterPercent: number
  /** Peers for a client that does not say how many it wants. */
  readonly numwantDefault: number
  /** Peers that a reply has at most. */
  readonly numwantMax: number
  readonly fullScrape: boolean
}
