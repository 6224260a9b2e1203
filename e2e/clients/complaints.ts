/*
 * What the user of each client reads when the tracker refuses a torrent: starts the client on it, and gives a
 * function that asks what it shows by then.
 */
import type { Cast } from '../support/cast.ts'
import type { Torrent } from '../support/torrent.ts'
import { startAria2 } from './aria2.ts'
import type { downloaders } from './downloaders.ts'
import { libtorrent } from './libtorrent.ts'
import { startQbittorrent } from './qbittorrent.ts'
import { startRtorrent } from './rtorrent.ts'
import { startTransmission } from './transmission.ts'

type Ask = () => Promise<string>
type Begin = (cast: Cast, torrent: Torrent) => Promise<Ask>

export const complaints: Readonly<Record<keyof typeof downloaders, Begin>> = {
  async Transmission(cast, torrent) {
    const client = await cast.start(startTransmission, torrent)
    return async () => (await client.show()).trackerStats[0]?.lastAnnounceResult ?? ''
  },
  async rTorrent(cast, torrent) {
    const client = await cast.start(startRtorrent, torrent)
    return () => client.message()
  },
  async qBittorrent(cast, torrent) {
    const client = await cast.start(startQbittorrent, torrent)
    return async () => (await client.trackers())[0]?.msg ?? ''
  },
  async aria2(cast, torrent) {
    const { program } = await cast.start(startAria2, torrent)
    return async () => program.lines.filter((line) => /fail|ERROR/.test(line)).join('\n')
  },
  async libtorrent(cast, torrent) {
    const client = await cast.start(libtorrent('downloader'), torrent)
    return async () => {
      const errors = client.alerts.filter(({ alert }) => alert === 'tracker_error_alert')
      return errors.map(({ message }) => message).join('\n')
    }
  },
}

/**
 * What stands in place of the reason where it came over UDP: libtorrent 2.0.8 looks for the text of an error packet at its first
 * byte, which is 0.
 */
export const shownOverUdp: Partial<Record<keyof typeof complaints, string>> = {
  qBittorrent: 'tracker sent a failure message',
  libtorrent: 'tracker sent a failure message',
}
