/** What the requests of one network are limited in, each by itself. */
export const LimitKind = {
  /** Connects over UDP, and connections over TCP. */
  connect: 0,
  /** Announces and scrapes. */
  announce: 1,
  /** Announces that make a torrent, where everybody may make one. */
  creation: 2,
  /** What is malformed, has no valid connection id, or was beyond another limit: whatever is answered with a failure. */
  bad: 3,
} as const
export type LimitKind = (typeof LimitKind)[keyof typeof LimitKind]

export const limitKinds = 4

/** What becomes of a request. */
export const Verdict = {
  admitted: 0,
  /** It is answered with a failure. */
  refused: 1,
  /** It is answered with silence. */
  dropped: 2,
} as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]
