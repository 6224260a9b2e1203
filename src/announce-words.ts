/** How people are told where to announce: at a terminal, in a browser that opens the tracker, and by the site. */

export type AnnounceWords = {
  /** What the addresses are that stand in a list behind it. */
  readonly list: string
  /** A line with the addresses in it; there is one at least. */
  readonly line: (addresses: readonly string[]) => string
  /** What to do with this tracker, for whoever opens it in a browser. */
  readonly use: string
  /** What follows in these addresses behind the tracker's own. */
  readonly path: string
}

/** Everybody announces at the same address. */
export const sameForAll: AnnounceWords = {
  list: 'Put one of these addresses into a torrent',
  line: (addresses) => `Announce to ${addresses.join(' or ')}`,
  use: 'put its address with /announce into a torrent',
  path: '/announce',
}

export const perGallery: AnnounceWords = {
  list: 'Each gallery has its own announce address,\nwhich begins with one of these',
  line: (addresses) =>
    `Each gallery shows its own announce address, which begins with ${addresses.join(' or ')}`,
  use: 'each gallery has its own announce address',
  path: '/',
}

/** The same where nobody is served without a key. */
export const perMember: AnnounceWords = {
  list: 'It serves members only. The torrents that\nthey download hold the address of each, which begins with one of these',
  line: (addresses) =>
    `It serves members only. The torrents that they download hold the address of each, which begins with ${addresses.join(' or ')}`,
  use: 'it serves members only, and the torrents that they download hold the address of each',
  path: '/',
}
