/** The words of the pages for staff who ask whether somebody cheats, in English. */

export const enSuspicions = {
  link: 'Suspicions',
  title: 'Suspicions',
  lead: 'A client says itself what it has moved. What is listed here cannot be true, or hardly; each of it may have an innocent reason, and nothing happens to anybody by itself.',
  views: 'Look at',
  view: {
    balance: 'Torrents that do not balance',
    rate: 'Impossible rates',
    empty: 'Uploads to nobody',
    common: 'Members in common',
  },

  balance: {
    how: 'Members were credited more for uploading these torrents than anybody can have received: what members were credited as downloaded, and the whole size for each download without a key. Differences up to the size of the torrent, or a twentieth of what was received, are left out: clients without a key that give up receive something, too.',
    caption: 'Torrents that do not balance, the largest difference first',
    torrent: 'Torrent',
    uploaded: 'Uploaded',
    downloaded: 'Downloaded',
    anonymous: 'Without a key',
    excess: 'Too much',
    computed: 'Computed',
    none: {
      what: 'All torrents balance.',
      why: 'They are looked through once an hour.',
    },
    anonymousOf: (count: string, size: string) => `${count} × ${size}`,
  },

  rate: {
    how: (rate: string) =>
      `More came or went between two announces of a client than ${rate} per second allow (suspicions.bytes_per_second). All of it was credited.`,
    off: 'No rate is noted, because suspicions.bytes_per_second is 0.',
    caption: 'Impossible rates, the last first',
    none: { what: 'Nobody was too fast.' },
  },
  empty: {
    how: 'A seeder has uploaded while nobody could be seen who downloaded: since its announce before, no leecher was in the swarm when somebody announced, and no download ended. Somebody may have come and gone in between without a key. All of it was credited.',
    caption: 'Uploads to nobody, the last first',
    none: { what: 'Nobody has uploaded to nobody.' },
  },
  announces: {
    member: 'Member',
    torrent: 'Torrent',
    times: 'Announces',
    bytes: 'In all',
    worst: 'Most at once',
    last: 'Last',
    inTime: (size: string, minutes: string, rate: string) =>
      `${size} in ${minutes} min, ${rate} per second`,
  },
  kept: (days: string) => `Kept for ${days} days after the last.`,

  common: {
    how: 'Members whose clients announced all or most of some torrents: when torrents have turned up elsewhere, they are those who had them. Having torrents proves nothing.',
    field: 'Info-hashes of torrents, one on a line',
    hint: (most: string) => `40 hexadecimal digits each, ${most} torrents at most.`,
    submit: 'Find members',
    unknown: (hash: string) => `No torrent here has the info-hash ${hash}.`,
    found: (torrents: string, least: string) =>
      `Of ${torrents} torrents, each of these members has at least ${least}.`,
    caption: 'Members in common, those with most torrents first',
    member: 'Member',
    torrents: 'Torrents',
    completed: 'Completed',
    none: { what: 'Nobody has most of these torrents.' },
  },
} as const
