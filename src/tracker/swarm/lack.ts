/** What there was too little of when an announcer was not taken into its swarm. */
export const Lack = {
  none: 0,
  /** `tracker.torrents_max` is reached. */
  torrents: 1,
  /** `tracker.peers_max` is reached. */
  peers: 2,
  /** No block of the size that is needed is left, nor of a larger one. */
  memory: 3,
  /** The torrent would be new, and its announcer's network has made too many lately. */
  creations: 4,
} as const
export type Lack = (typeof Lack)[keyof typeof Lack]
