/** Does to a torrent what an operator confirmed. Asked for twice, it is done once, and stands in the audit log once. */
import type { Torrent } from '#index/torrents/torrent'
import type { Torrents } from '#index/torrents/torrents'
import type { TorrentAct } from './torrent-address.ts'

export type ConfirmedAct = {
  readonly act: TorrentAct
  readonly reason: string
  readonly isPublic: boolean
  readonly actor: string
}

/** Rejects as the service does. */
export async function performAct(
  torrents: Torrents,
  torrent: Torrent,
  { act, reason, isPublic, actor }: ConfirmedAct,
): Promise<Torrent> {
  const { infoHash, ban } = torrent
  switch (act) {
    case 'ban':
      // The service takes a second ban for another one.
      if (ban?.reason === reason && ban.isPublic === isPublic) return torrent
      return await torrents.ban(infoHash, { reason, isPublic }, actor)
    case 'unban':
      return await torrents.unban(infoHash, actor)
    case 'remove':
      return await torrents.remove(infoHash, reason, actor)
    case 'restore':
      return await torrents.restore(infoHash, actor)
    case 'pin':
    case 'unpin':
    default:
      return await torrents.pin(infoHash, act === 'pin', actor)
  }
}
