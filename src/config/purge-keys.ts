/** The keys of purging; a part of `schema.ts`. See docs/guides/purge-and-notices.md. */
import { onReload } from './key.ts'
import { dayNumbers, integer } from './value-type.ts'

const daysMax = 3650
const torrentsMax = 1_000_000

export const purgeKeys = {
  'purge.expunged_after_days': onReload(integer(0, daysMax), 7, [
    'How long after it was expunged a torrent is purged: taken out of all lists, and its file is deleted 30 days later.',
    'Days here are days of the up-time of the tracker; those in which it is down count for nothing. 0 keeps them all.',
  ]),
  'purge.unseeded_days': onReload(integer(0, daysMax), 90, [
    'After so many days in which nobody was seen seeding it a torrent is purged, unless it is pinned. It can be restored',
    'for 30 days, and uploaded again at any time. 0 keeps them all.',
  ]),
  'purge.warn_days': onReload(
    dayNumbers(daysMax, 10),
    [60, 83],
    [
      'After so many days without a seed its uploader and those who completed it are warned. A torrent is purged no sooner',
      'after its last warning than there are days between that and purge.unseeded_days, and never before the day that a',
      'warning named. One day at least has to be before purge.unseeded_days; others count for nothing. Of what was expunged',
      'they are warned too, once. [] warns nobody.',
    ],
  ),
  'purge.per_run_max': onReload(integer(1, torrentsMax), 1000, [
    'How many torrents are purged in a run at most; there is one a day. A twentieth of all torrents is the limit where',
    'that is less, and more than five. "waggle purge --force" takes all that are due.',
  ]),
  'purge.per_uploader_max': onReload(integer(1, torrentsMax), 100, [
    'How many torrents of one uploader are purged in a run at most.',
  ]),
} as const
