/** The words of the feeds. */
export const enFeeds = {
  kinds: { torrents: 'Torrents', galleries: 'Galleries' },
  formats: { rss: 'RSS', atom: 'Atom' },
  /** In the head of a page. */
  link: (kind: string, format: string, search: string) =>
    search === '' ? `${kind} (${format})` : `${kind}: ${search} (${format})`,
  title: (siteName: string, kind: string, search: string) =>
    search === '' ? `${kind} · ${siteName}` : `${kind}: ${search} · ${siteName}`,
  about: {
    torrents: 'The newest torrents.',
    galleries: 'The newest galleries.',
    personal: 'The newest torrents, with files for you alone: do not give this address to others.',
  },
  gallery: 'Gallery',
  category: 'Category',
  size: 'Size',
  files: 'Files',
  infoHash: 'Info-hash',
  uploader: 'Uploader',
  pages: 'Pages',
  torrents: 'Torrents',
  originalTitle: 'Original title',
} as const
