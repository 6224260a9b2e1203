/**
 * What each mode is made of. No other code asks which mode the server is in: it asks for the part, or is not
 * there. (Defaults that differ between modes are the configuration's own: `config/schema.ts`.)
 */
import type { Config } from '#config/config'
import { type AnnounceWords, perGallery, perMember, sameForAll } from './announce-words.ts'

export type Profile = {
  /**
   * Only registered torrents are served, from a table that a database fills, with an API over it; otherwise every
   * torrent that anybody announces, and nothing is kept.
   */
  readonly hasAdmission: boolean
  /** Announces carry a key of the member whose torrent it is. */
  readonly hasTorrentKeys: boolean
  /** Torrents are those of galleries, and the site is the index of both. */
  readonly hasGalleries: boolean
  /** Paths at which clients announce and scrape, as the site's router has them. */
  readonly clientPaths: readonly string[]
  /** How people are told where to announce. */
  readonly announceWords: (config: Pick<Config, 'tracker'>) => AnnounceWords
}

const plain = { clientPaths: ['/announce', '/scrape'], announceWords: () => sameForAll } as const
const galleryPaths = ['', '/:gallery(^[0-9]+)', '/:gallery(^[0-9]+)/:member'].flatMap((path) =>
  plain.clientPaths.map((name) => `${path}${name}`),
)

const profiles: { readonly [Mode in Config['mode']]: Profile } = {
  open: { hasAdmission: false, hasTorrentKeys: false, hasGalleries: false, ...plain },
  registered: { hasAdmission: true, hasTorrentKeys: false, hasGalleries: false, ...plain },
  gallery: {
    hasAdmission: true,
    hasTorrentKeys: true,
    hasGalleries: true,
    clientPaths: galleryPaths,
    announceWords: ({ tracker }) => (tracker.anonymous ? perGallery : perMember),
  },
}

export function profileOf({ mode }: Pick<Config, 'mode'>): Profile {
  return profiles[mode]
}
