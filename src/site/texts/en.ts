/**
 * Every word that the site shows, in English; the policy pages alone have files of their own (site/policy). A text
 * with values in it is a function of them, and gets numbers and times as text that is already formatted.
 */
import type { ProbeReason } from '#telemetry/endpoint-state'

export const en = {
  /** For `<html lang>` and for the form of numbers. */
  locale: 'en',

  shell: {
    skip: 'Skip to the content',
    tabs: 'Sections',
    filters: 'Filters',
    search: 'Search',
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
  },
}
