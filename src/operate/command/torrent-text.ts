/** Torrents as the command line shows them to people: one a line, in columns that a terminal has room for. */
import type { TorrentJson } from '../api/torrent-schemas.ts'

/** The words above the columns of `torrentRow`. */
export const torrentHead = columns('info-hash', 'state', 'seeders', 'leechers', 'completed', 'name')

export function torrentRow(torrent: TorrentJson): string {
  const { info_hash, seeders, leechers, completed, name } = torrent
  return columns(info_hash, stateText(torrent), `${seeders}`, `${leechers}`, `${completed}`, name)
}

/** `added    <info-hash>  <name>`. */
export function outcomeLine(outcome: string, torrent: TorrentJson): string {
  return `${outcome.padEnd(9)} ${torrent.info_hash}  ${torrent.name}\n`
}

function columns(
  hash: string,
  state: string,
  seeders: string,
  leechers: string,
  completed: string,
  name: string,
): string {
  const counts = [seeders, leechers, completed].map((text) => text.padStart(9))
  return `${hash.padEnd(40)}  ${state.padEnd(8)} ${counts.join(' ')}  ${name}\n`
}

function stateText({ state, pinned }: TorrentJson): string {
  return pinned && state === 'live' ? 'pinned' : state
}
