/** The words of My Home and of a member's own numbers, in English. */
export const enHome = {
  title: 'My Home',
  updated: (age: string) => `Updated ${age} ago.`,
  updatedNow: 'Updated just now.',
  updates: 'What your client reports stands here within seconds of its announce.',
  uploaded: 'Uploaded',
  downloaded: 'Downloaded',
  ratio: 'Ratio',
  torrentCompletes: 'Torrent Completes',
  galleryCompletes: 'Gallery Completes',
  seedmins: 'Seedmins',
  completesMean:
    'Torrent completes: how often others have finished a torrent that you uploaded. Gallery completes: the same for torrents in your galleries. Seedmins: minutes in which you seeded a torrent, each torrent for itself.',

  recorded: 'My Torrents',
  recordedLead: 'What is recorded of the torrents that your clients announce, the last first.',
  recordedAll: 'All torrents that are recorded',
  noneRecorded: {
    what: 'Nothing of yours is recorded yet.',
    why: 'Your statistics are recorded for torrents that you download personalized.',
    action: 'Find a torrent',
  },
  pastEnd: {
    what: 'There are no more torrents.',
    why: 'These were all that are recorded of you.',
    action: 'Back to the first ones',
  },
  range: (from: string, to: string) => `${from} to ${to}`,
  torrent: 'Torrent',
  forgotten: 'a torrent that is gone',
  completed: 'Completed',
  client: 'Client',
  unknown: 'unknown',
  last: 'Last announce',

  seedsNeeded: 'Seeds Needed',
  seedsLead: 'Torrents that you uploaded or completed and that nobody seeds now.',
  seedsFirst: (count: string) => `These are the newest ${count}.`,
  noSeedsNeeded: 'None: each of your torrents that is still here has a seed.',
  posted: 'Posted',

  course: 'The Last 90 Days',
  perDay: (what: string) => `${what} per day (UTC)`,
  day: 'Day',
  noCourse: 'Nothing was recorded in these days.',

  more: 'More',
  myTorrents: 'Show My Torrents',
  myGalleries: 'Show My Galleries',
  counted: 'Am I being counted?',
  key: 'Torrent key: see it, or make a new one',
  making: 'Making a torrent, step by step',
  account: 'Account: password, where you are logged in, your data',

  ofTorrent: 'What is recorded of you with this torrent',
}
