/** What feed readers that load torrents look for beside an enclosure, in the namespace that ezRSS gave to it. */
import type { FeedEnclosure } from './feed.ts'
import { element, type Xml } from './xml.ts'

export const torrentNamespace = 'http://xmlns.ezrss.it/0.1/'

export function torrentElement({ infoHash, contentBytes }: FeedEnclosure): Xml {
  return element('torrent:torrent', {}, [
    element('torrent:infoHash', {}, [infoHash]),
    ...(contentBytes === undefined ? [] : [element('torrent:contentLength', {}, [contentBytes])]),
  ])
}
