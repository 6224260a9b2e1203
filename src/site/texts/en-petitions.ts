/** The words of the pages of petitions, in English. */
import type {
  PetitionAct,
  PetitionEnding,
  PetitionKind,
  PetitionState,
} from '#index/petitions/petition'

export const enPetitions = {
  /** On the page of a torrent, as it has always been called. */
  voteToExpunge: 'Vote to Expunge',
  petitionToExpunge: 'Petition to expunge',
  link: 'Petitions',
  kinds: { torrent: 'Torrent', gallery: 'Gallery' } satisfies Record<PetitionKind, string>,
  /** In place of the name of what is not there any more. */
  gone: 'no longer there',

  states: {
    open: 'open',
    held: 'held',
    active: 'expunged',
    appealed: 'appealed',
    cleared: 'cleared',
    restored: 'restored',
  } satisfies Record<PetitionState, string>,
  /** What a state means, and what comes next. */
  meaning: {
    open: (threshold: string) =>
      `Members vote on it. At a score of ${threshold} it comes into force.`,
    held: (until: string) =>
      `There are enough votes. If the score stays there until ${until} UTC, it comes into force; votes against it can still prevent that.`,
    active: 'It is in force: what it is about is expunged. Nobody votes on it any more.',
    appealed:
      'It is in force, and somebody has appealed against it. A moderator decides about the appeal.',
    cleared: 'It is over, and nothing was done. Whoever has a reason can open another one.',
    restored:
      'It was in force, and is so no longer: what it is about is there again. Nobody votes on it any more.',
  },
  endings: {
    votes: 'by votes',
    uploader: 'by the vote of its uploader',
    staff: 'by a moderator',
    rejected: 'kept by a moderator',
    expired: 'its time has passed',
    superseded: 'another petition came into force first',
    gone: 'what it was about is gone',
  } satisfies Record<PetitionEnding, string>,

  score: (score: string, threshold: string) => `Score ${score} of ${threshold}`,
  scoreLabel: 'Score',

  list: {
    title: 'Petitions',
    lead: 'What members have put up for expunging. A vote weighs as much as the power of the member, and cannot be changed or withdrawn.',
    all: 'All',
    torrents: 'Torrents',
    galleries: 'Galleries',
    caption: 'Petitions that are voted on',
    none: {
      what: 'No petition is open.',
      why: 'Petitions are opened on the page of a torrent or a gallery.',
      action: 'To the galleries',
    },
    what: 'What',
    state: 'State',
    starter: 'Opened by',
    opened: 'Opened',
    ended: 'Ended',
    summary: (count: string) => `${count} on this page`,
    endedTitle: 'Ended last',
    endedCaption: 'Petitions that ended last',
  },

  power: {
    title: 'My power',
    lead: 'What your votes weigh.',
    total: 'Power',
    role: 'for your role',
    age: 'for the time you have been here',
    petitions: 'for petitions of yours that are in force',
    uploads: 'for downloads of your uploads that others have finished',
    moderates: 'Those who moderate have 100.',
  },

  page: {
    title: {
      torrent: 'Petition to expunge a torrent',
      gallery: 'Petition to expunge a gallery',
    } satisfies Record<PetitionKind, string>,
    what: 'What',
    state: 'State',
    starter: 'Opened by',
    clears: 'Cleared, if it is still open',
    expires: (days: string) => `${days} after it was cast, a vote counts no more`,
    votesLast: 'Votes',
    ended: 'Ended',
    decision: 'Decision',
    explanation: 'Why it should be expunged',
    noExplanation: 'Whoever opened it has deleted the account.',
    votes: 'Votes',
    noVotes: 'Nobody has voted.',
    voter: 'Member',
    vote: 'Vote',
    for: 'expunge',
    against: 'keep',
    weight: 'Weight',
    when: 'When',
    expired: 'expired',
    yourVote: 'Your vote',
    weighs: (weight: string) =>
      `Your vote weighs ${weight}. It cannot be changed or withdrawn afterwards.`,
    decides: 'You uploaded it: your vote expunges it at once.',
    voteFor: 'Vote to Expunge',
    voteAgainst: 'Vote to keep it',
    voted: (which: string, weight: string) =>
      `You have voted: ${which}, with a weight of ${weight}.`,
    tooLittle: (needed: string, own: string) =>
      `Voting on it needs a power of ${needed}, and yours is ${own}.`,
    aboutPower: 'How power comes about',
    appeal: 'Appeal',
    appealBy: (name: string) => `Appeal of ${name}`,
    noStatement: 'Whoever appealed has deleted the account.',
    appealUntil: (until: string) => `Until ${until} UTC members of enough power may appeal.`,
    appealLink: 'Appeal against it…',
    back: 'All petitions',
    unknown: {
      title: 'No such petition',
      what: 'There is no petition with this number.',
      why: 'Petitions have numbers from 1 on, and none is ever taken away.',
      action: 'See the petitions',
    },
  },

  done: {
    opened: 'The petition is open, and your vote is its first.',
    voted: 'Your vote counts.',
    appealed: 'The appeal waits for a moderator.',
    decided: 'It is decided.',
    undone: 'The decision is taken back.',
  },

  start: {
    title: {
      torrent: 'Vote to expunge a torrent',
      gallery: 'Petition to expunge a gallery',
    } satisfies Record<PetitionKind, string>,
    torrent: (threshold: string, days: string) =>
      `Others vote on it after you. At a score of ${threshold} the tracker refuses the torrent to every client. Each vote counts for ${days}.`,
    /** `hold` is '' where nothing is waited for. */
    gallery: (threshold: string, hold: string, days: string) =>
      `Others vote on it after you. When the score is ${threshold}${hold === '' ? '' : ` for ${hold}`}, only those see the gallery who look for expunged ones; its torrents keep working. After ${days} an open petition is cleared.`,
    own: 'You uploaded it: your vote expunges it at once, and the tracker refuses it to every client from now on.',
    weighs: (weight: string) =>
      `Your vote weighs ${weight}, and cannot be changed or withdrawn afterwards.`,
    explanation: 'Why should it be expunged?',
    explanationHint: 'Everybody who votes reads it. When it is expunged, visitors are told it.',
    submit: { torrent: 'Vote to Expunge', gallery: 'Open the petition' } satisfies Record<
      PetitionKind,
      string
    >,
    others: 'These are open already; rather vote on one of them where the reason is the same.',
    tooLittle: {
      title: 'Not enough power',
      what: (needed: string, own: string) =>
        `This needs a power of ${needed}, and yours is ${own}.`,
      why: 'Power grows with the time you are here, with what you upload, and with petitions of yours that come into force.',
      action: 'How power comes about',
    },
    nothing: {
      title: 'Nothing to expunge',
      what: 'It is gone or expunged already.',
      why: 'Somebody may have dealt with it in the meantime.',
      action: 'See the petitions',
    },
  },

  appealForm: {
    title: 'Appeal against a petition',
    lead: 'A moderator reads it and decides. There is one appeal, so say all that should be known.',
    statement: 'Why the gallery should come back',
    submit: 'Send the appeal',
  },

  staff: {
    title: 'Petitions and appeals',
    line: 'Petitions',
    lead: 'Appeals wait here until one of you decides. Open petitions can be decided on their pages at any time.',
    appeals: 'Appeals',
    appealsCaption: 'Appeals that wait',
    appellant: 'Appeal of',
    none: { what: 'No appeal waits.', why: 'What members appeal against stands here.' },
    decidedTitle: 'Decided last',
    decidedCaption: 'Petitions that were decided last',
    decision: 'Decision',
    by: 'By',
    when: 'When',
    undo: 'Undo',
    decide: 'Decide as a moderator',
    verdict: 'Reason',
    verdictHint: 'One line. What is expunged shows it in place of the explanation.',
    acts: {
      expunge: 'Expunge it now',
      reject: 'Keep it, and close the petition',
      restore: 'Restore it',
      grant: 'Grant the appeal and restore it',
      dismiss: 'Dismiss the appeal',
    } satisfies Record<PetitionAct, string>,
    acted: {
      expunge: 'Expunged',
      reject: 'Kept',
      restore: 'Restored',
      grant: 'Appeal granted',
      dismiss: 'Appeal dismissed',
    } satisfies Record<PetitionAct, string>,
  },

  box: {
    title: 'Petitions',
    /** Of a petition that is voted on, and of one that is in force. */
    open: 'Put up for expunging:',
    inForce: 'The petition that expunged it',
  },
}
