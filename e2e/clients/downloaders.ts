/* Every client under test, by the name in the scenarios: how to start it as a downloader over IPv4. */
import { startAria2 } from './aria2.ts'
import type { StartClient } from './client.ts'
import { libtorrent } from './libtorrent.ts'
import { startQbittorrent } from './qbittorrent.ts'
import { startRtorrent } from './rtorrent.ts'
import { startTransmission } from './transmission.ts'

type Name = 'Transmission' | 'rTorrent' | 'qBittorrent' | 'aria2' | 'libtorrent'

// Transmission first: it is the slowest, by timers of its own, and the others play meanwhile.
export const downloaders: Readonly<Record<Name, StartClient>> = {
  Transmission: startTransmission,
  rTorrent: startRtorrent,
  qBittorrent: startQbittorrent,
  aria2: startAria2,
  libtorrent: libtorrent('downloader'),
}
