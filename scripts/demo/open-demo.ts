/** The open tracker of the demo: swarms of torrents that have no names. */
import { makePeers } from './demo-peers.ts'
import { commonPages, type DemoSite } from './demo-site.ts'

const torrents = 1180

export const openDemo: DemoSite = {
  mode: 'open',
  about: 'serves every torrent that anybody announces',
  settings: {
    mode: 'open',
    'site.other_trackers': '["udp://tracker.example:1337 Example Association"]',
  },
  intervalSeconds: 1800,
  populate: ({ random, addresses }) => {
    const infoHashes = Array.from({ length: torrents }, () => random.bytes(20))
    const peers = makePeers({ random, infoHashes, addresses, largest: 320, steepness: 0.62 })
    return Promise.resolve({ peers, specimen: '', banned: '' })
  },
  pages: () => commonPages,
}
