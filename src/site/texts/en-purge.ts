/** The words of purging, in English: what nobody seeds, what was expunged, and when it goes. */
import type { PurgeCause } from '#index/purge/purge-torrent'

export const enPurge = {
  link: 'Purge',
  title: 'Purge',
  lead: 'Torrents that nobody seeds, and those that were expunged, are purged after a while: taken out of all lists. They can be restored for 30 days, and what members earned with them stays. Days in which the tracker is down count for nothing.',
  /** The way to what was purged already. */
  log: 'What was purged stands in the audit log.',
  comingTitle: {
    unseeded: 'Nobody seeds them',
    expunged: 'Expunged',
  } satisfies Record<PurgeCause, string>,
  captions: {
    unseeded: 'Torrents that nobody seeds and that will be purged',
    expunged: 'Expunged torrents that will be purged',
  } satisfies Record<PurgeCause, string>,
  none: {
    unseeded: 'None: torrents stand here from their first warning on.',
    expunged: 'None.',
  } satisfies Record<PurgeCause, string>,
  torrent: 'Torrent',
  uploader: 'Uploader',
  seeded: 'Last seeded',
  never: 'never',
  warned: 'Warned',
  warnedAt: (days: string) => (days === '1' ? 'after 1 day' : `after ${days} days`),
  notYet: 'not yet',
  reason: 'Reason',
  purged: 'Will be purged',
  keep: 'Keep',
  /** For those who cannot see which row the button is in. */
  keepOf: (name: string) => `Keep ${name}`,
  kept: 'It is kept: its time counts anew from now.',
  notKept: 'There was nothing to keep: somebody seeds it again, or it is gone.',
  summary: (count: string) => `${count} on this page`,
  runsTitle: 'Last runs',
  runsCaption: 'The last runs',
  noRuns: 'There was none yet. There is one a day.',
  run: {
    when: 'When',
    by: 'By',
    warned: 'Warned of',
    purged: 'Purged',
    forgotten: 'Files deleted',
    state: 'State',
    all: 'all that was due',
    capped: 'more are due',
    cut: 'was cut short',
    scheduled: 'the daily run',
  },
  /** On the page of a torrent. */
  ofTorrent: {
    never: 'Nobody was ever seen seeding it.',
    since: (time: string) => `Nobody has been seen seeding it since ${time} UTC.`,
    purged: (day: string) => `It will be purged on ${day} unless somebody seeds it until then.`,
    expunged: (day: string) => `It will be purged on ${day}.`,
  },
  /** On My Home. */
  own: {
    title: 'In Danger',
    lead: 'Torrents that you uploaded or completed, that nobody has seeded for long, and that are about to be purged. Seed them, and they stay.',
  },
}
