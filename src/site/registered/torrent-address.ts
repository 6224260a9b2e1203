/** Where the pages of one torrent are. */
import { infoHashText } from '#index/torrents/info-hash-text'
import type { Torrent } from '#index/torrents/torrent'

export type TorrentAct = 'ban' | 'unban' | 'remove' | 'restore' | 'pin' | 'unpin'

export function torrentHref({ infoHash }: Pick<Torrent, 'infoHash'>): string {
  return `/torrent/${infoHashText(infoHash)}`
}

/** The page that asks whether it is meant. */
export function actHref(torrent: Pick<Torrent, 'infoHash'>, act: TorrentAct): string {
  return `${torrentHref(torrent)}/${act}`
}

/** The torrent's page, which then says what was done. */
export function doneHref(torrent: Pick<Torrent, 'infoHash'>, done: string): string {
  return `${torrentHref(torrent)}?done=${done}`
}
