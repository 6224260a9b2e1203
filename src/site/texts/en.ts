/**
 * Every word that the site shows, in English; the policy pages alone have files of their own (site/policy). A text
 * with values in it is a function of them, and gets numbers and times as text that is already formatted.
 */
import type { LinkKind } from '#index/members/link'
import type { MemberErrorCode } from '#index/members/member-error'
import type { Role } from '#index/members/role'
import type { ProbeReason } from '#telemetry/endpoint-state'
import { enDownloads } from './en-downloads.ts'
import { enFeeds } from './en-feeds.ts'
import { enGallery } from './en-gallery.ts'
import { enMembers } from './en-members.ts'
import { enModeration } from './en-moderation.ts'
import { enNotices } from './en-notices.ts'
import { enPetitions } from './en-petitions.ts'
import { enPoints, enToplists } from './en-points.ts'
import { enPurge } from './en-purge.ts'
import { enRegistered } from './en-registered.ts'
import { enSuspicions } from './en-suspicions.ts'

export const en = {
  /** For `<html lang>` and for the form of numbers. */
  locale: 'en',

  shell: {
    skip: 'Skip to the content',
    tabs: 'Sections',
    filters: 'Filters',
    search: 'Search',
    about: 'About this site',
    footer: 'All times are UTC.',
  },

  time: {
    now: 'now',
    minutes: (count: string) => `${count} min`,
    hours: (count: string) => `${count} h`,
    days: (count: string) => `${count} d`,
    months: (count: string) => `${count} mo`,
    years: (count: string) => `${count} y`,
  },

  table: {
    ascending: 'sorted, lowest first',
    descending: 'sorted, highest first',
  },

  pager: {
    label: 'Pages',
    newer: 'Newer',
    older: 'Older',
    previous: 'Previous',
    next: 'Next',
  },

  form: {
    optional: 'optional',
    cancel: 'Cancel',
  },

  notice: {
    good: 'Done:',
    warning: 'Note:',
    error: 'Not done:',
  },

  copy: {
    copy: 'Copy',
    copyText: (text: string) => `Copy ${text}`,
    copied: 'Copied',
  },

  dialog: {
    close: 'Close window',
  },

  files: {
    label: 'Files',
    count: (count: string) => (count === '1' ? '1 file' : `${count} files`),
  },

  chart: {
    table: 'The numbers as a table',
    empty: 'Nothing has been recorded yet. The first numbers come within a minute.',
    summary: (title: string, low: string, high: string, last: string) =>
      `${title}: between ${low} and ${high}, last ${last}`,
  },

  openHome: {
    tab: 'Tracker',
    title: 'Open BitTorrent tracker',
    lead: 'Anybody may use this tracker, for any torrent, without an account. Each of these addresses leads to the same swarms.',
    titleRegistered: 'BitTorrent tracker',
    leadRegistered:
      'Anybody may use this tracker for the torrents that are registered here, without an account. Each of these addresses leads to the same swarms.',
    noAddress: 'This tracker has no address at present.',
    localOnly:
      'These are the addresses of this machine itself. To publish others, its operator names them in tracker.announce_urls.',
    listTitle: 'All of them as one list',
    listHint: 'Paste it into the tracker field of your client. The empty lines keep them apart.',
    copyList: 'Copy the list',
    numbersTitle: 'Right now',
    torrents: 'Info-hashes',
    peers: 'Peers',
    seeds: 'Seeds',
    announces: 'Announces/s',
    chartTitle: 'Announces per second, last 24 hours',
    chartHead: ['Hour', 'Announces per second', 'Info-hashes', 'Peers', 'Seeds'],
    othersTitle: 'Kept by others',
    othersLead: 'These addresses are kept by others, whom we thank.',
    useTitle: 'How to use it',
    useNew: 'Making a torrent? Put the list into the field for trackers before you save it.',
    useOld:
      'Have a torrent already? Open its list of trackers in your client and add the list there; nothing else of the torrent changes.',
    useThen: (interval: string) =>
      `That is all. Your client announces by itself, every ${interval}, and is told of others with the same torrent.`,
    rulesTitle: 'The rules in short',
    rulePersonal: 'Personal use is free and needs no asking. Organisations: please ask first.',
    ruleInterval: (shortest: string) => `Announce no more often than every ${shortest}.`,
    ruleScrapeAll: 'A scrape without info-hashes is answered with every torrent.',
    ruleScrapeSome: 'A scrape has to name its info-hashes; one without them is refused.',
    ruleNoContent:
      'The tracker holds no files and no names: only numbers, and who asked for each of them lately.',
    ruleRegistered:
      'Only registered torrents are served. The tracker knows their names and holds no files.',
    ruleNoPromise: 'There is no promise that it is there tomorrow: list other trackers too.',
    rulesMore: 'In full:',
  },

  endpoint: {
    protocols: { udp: 'UDP', http: 'HTTP', https: 'HTTPS' },
    only: (family: string) => `${family} only`,
    family: { 4: 'IPv4', 6: 'IPv6' },
    /** Followed by how long it has been so: "up 2 h". */
    states: { up: 'up', down: 'down', unknown: 'not known' },
    keptBy: 'kept by',
    unasked: 'not asked yet',
    asked: 'Each address is asked about once a minute, from this server itself.',
    reasons: {
      no_answer: () => 'no answer',
      refused: () => 'connection refused',
      unreachable: () => 'it cannot be reached',
      not_from_here: () => 'this server has no way there to ask it',
      name_unknown: () => 'its name is not known',
      bad_certificate: () => 'its certificate is not valid',
      http_status: (detail: string) => `it answered HTTP ${detail}`,
      bad_answer: () => 'it answered, but not as a tracker does',
      error_reply: () => 'it answered with an error',
    } satisfies Record<ProbeReason, (detail: string) => string>,
  },

  policy: {
    tabs: {
      policy: 'Policy',
      privacy: 'Privacy',
      takedown: 'Takedown',
      contact: 'Contact',
    },
    updated: 'Last updated',
    showContact: 'Show the address',
    contactAddress: 'Write to:',
    contactLink: 'Write to us here:',
    duration: {
      seconds: (count: string) => `${count} seconds`,
      minutes: (count: string) => `${count} minutes`,
      hours: (count: string) => `${count} hours`,
    },
  },

  account: {
    title: 'Account',
    logIn: 'Log in',
    logOut: 'Log out',
    name: 'Name',
    nameHint: '2 to 32 letters, digits, points, underscores or hyphens.',
    password: 'Password',
    newPassword: 'New password',
    passwordHint:
      '8 characters or more. A few words in a row are easy to remember and hard to guess.',
    passwordAgain: 'The same again',
    different: 'This is not the same as above. Type both once more.',
    forgotten:
      'Forgotten the password? Whoever runs this site can give you a link to set a new one.',
    loggedInAs: 'You are logged in as',
    roles: {
      member: 'member',
      uploader: 'uploader',
      moderator: 'moderator',
      administrator: 'administrator',
    } satisfies Record<Role, string>,
    /** By what the link is for; `name` is whose it is. */
    links: {
      set_up: {
        title: 'Choose a password',
        lead: (name: string) =>
          `Welcome, ${name}. Choose the password with which you will log in; this link works once.`,
        submit: 'Set the password',
      },
      reset: {
        title: 'Choose a new password',
        lead: (name: string) =>
          `This is for the account ${name}. It will be logged out everywhere else; this link works once.`,
        submit: 'Set the password',
      },
      administrator: {
        title: 'Become the administrator',
        lead: () =>
          'Nobody looks after this site yet. Choose a name and a password for the account that will; this link works once.',
        submit: 'Make the account',
      },
    } satisfies Record<LinkKind, unknown>,
    unknownLink: {
      title: 'This link is over',
      what: 'This link was used already, or is too old.',
      why: 'Each works once, and for a few days. If you still need one, ask whoever gave you this.',
    },
    away: {
      title: 'Not now',
      what: 'Accounts cannot be reached at the moment.',
      why: 'The database does not answer. Nothing was changed; try again in a minute.',
    },
    done: {
      password: 'The password is set, and everybody else is logged out.',
      session: 'That browser is logged out.',
      sessions: 'All other browsers are logged out.',
    },
    sessions: {
      title: 'Where you are logged in',
      lead: 'Times are to the hour. Log out what you do not know, and change the password then.',
      where: 'Browser',
      since: (time: string) => `since ${time}`,
      seen: 'Last here',
      here: 'this one',
      client: (browser: string, system: string) => `${browser} on ${system}`,
      unknownBrowser: 'Another program',
      unknownSystem: 'another system',
      endOthers: 'Log out all others',
    },
    changePassword: {
      title: 'Password',
      lead: 'With a new one you are logged out everywhere but here, and links that were mailed to you are over.',
      kept: 'A new password leaves these as they are. Make them anew, or revoke them, if somebody else may know them:',
      current: 'Current password',
      wrong: 'This is not your password.',
      submit: 'Change the password',
    },
    key: {
      title: 'Torrent key',
      lead: 'It stands in the announce address of your torrents and says that they are yours. Give it to nobody.',
      reset: 'Make a new key',
      consequence:
        'Every torrent that you downloaded here stops working at once, until you download it again. This cannot be taken back.',
    },
    /** By what was refused; a wait is given in words. */
    refusals: {
      wrong_login: 'Name or password is wrong.',
      login_delayed: (wait: string) => `Too many attempts failed. Try again in ${wait}.`,
      logins_busy: (wait: string) => `Too many people log in just now. Try again in ${wait}.`,
      suspended_member: 'This account is suspended. Whoever runs this site can say why.',
      banned_member: 'This account is banned. Whoever runs this site can say why.',
      unknown_link: 'This link was used already, or is too old.',
      invalid_name:
        'Take 2 to 32 letters, digits, points, underscores or hyphens that can be seen, and begin with a letter or digit.',
      mixed_name:
        'Its letters are of several alphabets that look alike, such as Latin and Cyrillic. Write it in one of them.',
      reserved_name: 'This name is reserved. Choose another.',
      name_taken: 'Somebody has this name, or one that looks the same. Choose another.',
      password_too_short: 'This is too short. Take 8 characters or more.',
      password_too_long: 'This is too long. Take 1024 characters at most.',
      password_common: 'This is among the first that others would guess. Choose another.',
      password_is_name: 'This is your name. Choose another.',
      ...enMembers.refusals,
    } satisfies Partial<Record<MemberErrorCode, string | ((wait: string) => string)>>,
  },

  members: enMembers,

  points: enPoints,

  toplists: enToplists,

  moderation: enModeration,
  suspicions: enSuspicions,

  petitions: enPetitions,
  notices: enNotices,
  purge: enPurge,

  registered: enRegistered,
  feeds: enFeeds,
  gallery: enGallery,
  downloads: enDownloads,

  /** One sentence what, one why, one link what to do. `what` alone goes to programs. */
  errors: {
    home: 'Go to the front page',
    400: {
      title: 'Not understood',
      what: 'This request could not be understood.',
      why: 'Its address or what it sent is malformed.',
    },
    403: {
      title: 'Refused',
      what: 'This request was refused.',
      why: 'It changes something, and did not come from a page of this site. Open the page here and try again.',
    },
    404: {
      title: 'Not found',
      what: 'There is no such page.',
      why: 'The address may be mistyped, or what was here is gone.',
    },
    413: {
      title: 'Too large',
      what: 'What you sent is larger than this page takes.',
      why: 'Send less at once.',
    },
    415: {
      title: 'Wrong kind',
      what: 'This page does not take what you sent.',
      why: 'It takes what its own form sends.',
    },
    429: {
      title: 'Too many requests',
      what: 'Too many requests came from your network.',
      why: 'Wait a minute and load the page again.',
    },
    500: {
      title: 'Our mistake',
      what: 'Something went wrong on this server.',
      why: 'It has been written to the log. Trying again later may help.',
    },
    503: {
      title: 'Not now',
      what: 'This page needs the database, which cannot be reached at the moment.',
      why: 'Announces are answered all the same. Try again in a minute.',
    },
  },
}
