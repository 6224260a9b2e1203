/** The words of points and of the toplists, in English. */
import type { PointKind } from '#index/points/point-entry'
import type { Period } from '#index/toplists/period'

export const enPoints = {
  title: 'Points',
  /** Beside the name of whoever is logged in. */
  header: (balance: string) => `${balance} GP`,
  have: (balance: string) => `You have ${balance} GP.`,
  total: 'Total GP',
  fromTorrents: 'GP from torrent completions',
  fromGalleries: 'GP from gallery completions',
  fromStaff: 'GP from the staff',
  lead: (perCompletion: string) =>
    `Each completion of a torrent that you uploaded gives you ${perCompletion} GP, and each of a torrent in one of your galleries as many; one that is both gives both. Your own completions, and those without a key, give nothing.`,
  all: 'What you got points for',
  caption: 'Points',
  when: 'When',
  what: 'For',
  amount: 'GP',
  kinds: {
    torrent: 'completion of your torrent',
    gallery: 'completion in your gallery',
    staff: 'the staff',
  } satisfies Record<PointKind, string>,
  kind: 'Kind',
  forgotten: 'a torrent that is gone',
  none: {
    what: 'You have no points yet.',
    why: 'Points come with the completions of what you upload.',
    action: 'Upload something',
  },
  pastEnd: {
    what: 'There are no more points.',
    why: 'These were all that you got.',
    action: 'Back to the newest ones',
  },
  range: (from: string, to: string) => `${from} to ${to}`,

  staff: {
    link: 'Points',
    title: 'Points of members',
    lead: 'Points that you give or take stand in the member’s list with your reason, and in the audit log with your name. Nobody has less than none.',
    name: 'Member',
    amount: 'Points',
    amountHint: 'Below 0 to take them.',
    reason: 'Reason',
    reasonHint: 'The member reads it.',
    submit: 'Give the points',
    granted: (name: string, balance: string) => `${name} has ${balance} GP now.`,
    again: (name: string, balance: string) =>
      `This was done before, and is not done again. ${name} has ${balance} GP now.`,
    refused: {
      title: 'Not for you',
      what: 'Your account may not do this.',
      why: 'Only administrators give points.',
      action: 'Go to the reports',
    },
  },
}

export const enToplists = {
  tab: 'Toplists',
  title: 'Toplists',
  periods: {
    all: 'All-Time',
    year: 'Past Year',
    month: 'Past Month',
    yesterday: 'Yesterday',
  } satisfies Record<Period, string>,
  /** Which days a list is of. */
  means: {
    all: 'All that was ever recorded.',
    year: 'The last 365 days with today.',
    month: 'The last 30 days with today.',
    yesterday: 'The day that ended last, in UTC.',
  } satisfies Record<Period, string>,
  period: 'Period',
  caption: (period: string) => `${period} toplist`,
  rank: 'Rank',
  score: 'Score',
  name: 'Name',
  updated: (age: string) => `Computed ${age} ago.`,
  updatedNow: 'Computed just now.',
  updates: 'The lists are computed every 15 minutes, and less often when there is much to compute.',
  current: (ranks: string) => `You are currently: ${ranks}`,
  rankOn: (rank: string, period: string) => `#${rank} on the ${period} toplist`,
  notFeatured: 'You are currently not featured on any toplists...',
  guest: 'Log in to see where you stand.',
  none: {
    what: 'Nobody is in this list.',
    why: 'Members come in with completions of what they uploaded, and by seeding.',
  },
  howTitle: 'How the score is made',
  formula: (facts: {
    readonly completion: string
    readonly seedDay: string
    readonly exponent: string
  }) =>
    `score = (${facts.completion} × completions + ${facts.seedDay} × seed days) × ratio^${facts.exponent}`,
  words: [
    'Completions are others’ completions of your torrents and of torrents in your galleries within the period; one that is both counts twice.',
    'Seed days are your seedmins of the period divided by 1,440.',
  ],
  ratioWords: (least: string, most: string) =>
    `Ratio is what you uploaded in the period divided by what you downloaded in it; it counts as ${least} where it is lower and as ${most} where it is higher. Who downloaded nothing has ${most}, and 1 if they uploaded nothing either.`,
  tiesWords: (ranks: string) =>
    `The first ${ranks} members are listed. Of the same score, whoever joined first stands first. Banned and closed accounts are left out.`,
  range: (page: string, pages: string) => `Page ${page} of ${pages}`,
}
