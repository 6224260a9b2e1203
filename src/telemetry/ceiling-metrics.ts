/**
 * The counted metrics of the ceilings and of the limits of networks; a part of the catalogue in `metrics.ts`. Threads add
 * to the first four as one row, so they stand side by side in this order.
 */
export const ceilingMetrics = {
  evicted: {
    name: 'waggle_evictions_total',
    type: 'counter',
    help: 'Torrents that were taken out of memory to make room, by what there was too little of, and by what they were: without peers, with none that ever came back, or of one peer alone.',
    labels: {
      ceiling: ['torrents', 'peers', 'memory'],
      was: ['no_peers', 'never_returned', 'single_peer'],
    },
  },
  evictedPeers: {
    name: 'waggle_evicted_peers_total',
    type: 'counter',
    help: 'Peers that were taken out of memory with these torrents.',
    labels: {},
  },
  unstored: {
    name: 'waggle_unstored_total',
    type: 'counter',
    help: 'Announces of peers that were not taken into memory, because a ceiling was reached and nothing could be evicted, or their network had made too many torrents (new_torrents). Where the swarm has others they were told those.',
    labels: { reason: ['torrents_max', 'peers_max', 'memory', 'new_torrents'] },
  },
  replaced: {
    name: 'waggle_replaced_peers_total',
    type: 'counter',
    help: 'Peers that lost their place to a new one of the same address, which had as many in the swarm as it may (or, in swarms of tens of millions, to one of the same bucket).',
    labels: {},
  },
  limited: {
    name: 'waggle_limited_total',
    type: 'counter',
    help: 'Requests that were beyond the limits of their network, by what was answered: refused ones a failure, dropped ones nothing.',
    labels: {
      kind: ['connect', 'announce', 'creation', 'bad_request'],
      outcome: ['refused', 'dropped'],
    },
  },
} as const
