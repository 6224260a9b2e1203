/**
 * The words of the gallery site's pages, in English. What members of such sites have known for long is called as it
 * always was there.
 */
import type { GalleryOrder } from '#index/galleries/catalogue-lists'
import type { GalleryState } from '#index/galleries/gallery'
import { enHome } from './en-home.ts'
import { enMaking } from './en-making.ts'
import { enTorrent } from './en-torrent.ts'

export const enGallery = {
  tabs: { front: 'Front', torrents: 'Torrents', upload: 'Upload', home: 'My Home' },

  torrentDownload: (count: string) => `Torrent Download (${count})`,
  mark: {
    some: 'Torrents exist for this gallery',
    none: 'No torrents available',
  },

  refused: {
    title: 'Not for you',
    what: 'Your account may not do this.',
    why: 'It belongs to somebody else, or takes a role that you do not have.',
    action: 'Go to the galleries',
  },
  noGallery: {
    title: 'No such gallery',
    what: 'There is no gallery at this address.',
    why: 'The number or the key in the address may be mistyped.',
    action: 'Go to the galleries',
  },
  removedGallery: {
    title: 'Gallery removed',
    what: 'This gallery has been removed.',
    why: 'Its torrents keep working.',
    action: 'See its torrents',
  },
  noTorrent: {
    title: 'No such torrent',
    what: 'There is no torrent with this info-hash.',
    why: 'The address may be mistyped, or the torrent was never here.',
    action: 'See the torrents that are here',
  },

  list: {
    heading: 'Galleries',
    expungedTitle: 'Expunged galleries',
    galleriesOf: (name: string) => `Galleries of ${name}`,
    searched: (words: string) => `Search for ${words}`,
    allCategories: 'All',
    searchOptions: 'Options',
    options: {
      withTorrents: 'Only Show Galleries With Torrents',
      searchFileNames: 'Search Torrent Filenames',
      expunged: 'Browse Expunged Galleries',
    },
    look: 'Show as',
    looks: { compact: 'Compact', covers: 'Covers' },
    order: 'Order',
    orders: {
      posted: 'Posted',
      title: 'Title',
      pages: 'Pages',
      torrents: 'Torrents',
    } satisfies Record<GalleryOrder, string>,
    category: 'Category',
    posted: 'Posted',
    title: 'Title',
    torrents: 'Torrents',
    pages: 'Pages',
    uploader: 'Uploader',
    /** `first` to `last` of all. */
    showing: (first: string, last: string, total: string) => `Showing ${first}-${last} of ${total}`,
    over: (count: string) => `over ${count}`,
    many: 'many',
    noHits: 'No hits found',
    noGalleryHits: 'No gallery is like that.',
    allGalleries: 'Show all galleries',
    noGalleries: { what: 'There are no galleries yet.', why: 'What members make stands here.' },
    pastEnd: {
      what: 'There is no more here.',
      why: 'What was here was taken out meanwhile.',
      action: 'Go to the first page',
    },
    feeds: 'This list as a feed:',
    notUnderstood: (terms: string) =>
      `This narrows nothing, because it makes no sense or is too much at once: ${terms}`,
  },

  searchHelp: {
    summary: 'How to search',
    lead: 'Every word has to be there, in any order. Case and accents make no difference.',
    terms: [
      ['"in quotes"', 'the words stand together'],
      ['-word', 'the word is not there; so with every sign below'],
      ['wor*', 'words that begin so'],
      ['tag:landscape', 'a tag; with its namespace tag:artist:hokusai'],
      ['artist:"katsushika hokusai"', 'the same, for the common namespaces'],
      ['uploader:name', 'of a member'],
      ['gid:12', 'one gallery, or its torrents'],
      ['hash:0a1b', 'an info-hash or its beginning'],
      ['has:torrent', 'galleries with torrents'],
      ['size>1GiB seeds>=5', 'by a number: size, seeds, peers, downloads, pages'],
    ] as const,
  },

  torrents: {
    heading: 'Torrents',
    added: 'Added',
    name: 'Torrent Name',
    gallery: 'Gallery',
    size: 'Size',
    seeds: 'Seeds',
    peers: 'Peers',
    dls: 'DLs',
    uploader: 'Uploader',
    status: 'Status',
    states: { all: 'All', seeded: 'Seeded', unseeded: 'Unseeded' },
    show: 'Show',
    all: 'All Torrents',
    mine: 'Only My Torrents',
    of: (name: string) => `Those of ${name}`,
    noTorrents: {
      what: 'There are no torrents yet.',
      why: 'What members add to galleries stands here.',
    },
    noTorrentHits: 'No torrent is like that.',
    showAll: 'Show all torrents',
    footnote:
      'You cannot add torrents directly to this page. To upload torrents to this system, visit the torrent screen for a gallery.',
  },

  gallery: {
    states: {
      live: 'This gallery can be seen by everybody.',
      expunged: 'This gallery has been expunged. Its torrents keep working.',
      removed: 'This gallery has been removed. Its torrents keep working.',
    } satisfies Record<GalleryState, string>,
    newer: 'There is a newer version of this gallery:',
    edit: 'Edit',
    newVersion: 'New version',
    noTags: 'No tags were given for this gallery.',
    tags: 'Tags',
    otherTags: 'other',
    category: 'Category',
    posted: 'Posted',
    uploader: 'Uploader',
    pages: 'Pages',
    torrents: 'Torrents',
    versions: 'Versions',
    newest: 'newest',
    /** What a button leads to, and what the page then asks. */
    acts: {
      expunge: {
        link: 'Expunge…',
        title: 'Expunge this gallery',
        consequence:
          'From now on only those see it, in any of its versions, who look for expunged galleries. Its torrents keep working, and it can be brought back at any time.',
        submit: 'Expunge it',
      },
      remove: {
        link: 'Remove…',
        title: 'Remove this gallery',
        consequence:
          'From now on its page shows nothing of it, and neither do those of its other versions. Its torrents keep working, and those who look after the site can bring it back.',
        submit: 'Remove it',
      },
      restore: {
        link: 'Restore…',
        title: 'Restore this gallery',
        consequence: 'It is there again for everybody, in all its versions, as it was.',
        submit: 'Restore it',
      },
    },
    done: {
      created: 'The gallery is made. Torrents can be added to it in its torrent window.',
      version: 'The new version is there, and has taken the place of the one before.',
      edited: 'The changes are saved.',
      expunge: 'The gallery is expunged.',
      remove: 'The gallery is removed.',
      restore: 'The gallery is there again.',
    },
  },

  form: {
    titles: { create: 'Make a gallery', edit: 'Edit the gallery', version: 'Make a new version' },
    submits: { create: 'Make the gallery', edit: 'Save', version: 'Make the version' },
    versionLead:
      'It gets an address of its own and takes the place of this version in all lists. The announce address stays the same, so no torrent stops working.',
    title: 'Title',
    originalTitle: 'Original title',
    originalTitleHint: 'In its own script.',
    category: 'Category',
    tags: 'Tags',
    tagsHint: 'One in each line, such as artist:hokusai, language:japanese or landscape.',
    description: 'Description',
    pages: 'Pages',
    cover: 'Cover',
    coverHint:
      'A JPEG, PNG or WebP picture. It is made smaller; what it says of its camera and place is dropped.',
    newCoverHint: 'A JPEG, PNG or WebP picture in place of the one that is there.',
    uncover: 'Take the cover away',
  },

  window: {
    pageTitle: (title: string) => `Torrents of ${title}`,
    found: (count: string) =>
      count === '1'
        ? '1 torrent was found for this gallery.'
        : `${count} torrents were found for this gallery.`,
    none: 'There are no torrents for this gallery.',
    noneUpToDate: 'There are no up-to-date torrents for this gallery.',
    posted: 'Posted',
    seeds: 'Seeds',
    peers: 'Peers',
    downloads: 'Downloads',
    uploader: 'Uploader:',
    information: 'Information',
    expunged: 'Expunged',
    outdated: 'Outdated Torrents',
    newTorrents: 'New Torrents',
    file: 'Torrent files',
    fileHint: (size: string, files: string) =>
      `You can add a torrent for this gallery by uploading it here. The maximum torrent file size is ${size}; up to ${files} files at once.`,
    upload: 'Upload Torrent',
    noFile: 'Choose one file at least.',
    logInToAdd: 'Log in to add a torrent',
    mayNot: 'Your account may not add torrents.',
    announceLead: 'If you are creating the torrent yourself, set this as announce tracker:',
    copyAnnounce: 'Copy the announce address',
    downloadAfter:
      'Note that you have to download the finished torrent from this site after uploading for stats to be recorded.',
    making: 'Making a torrent, step by step',
    newer: 'There is a newer version of this gallery. New torrents are of that one:',
    toNewest: 'the torrents of the newest version',
    notTaken:
      'Your files were not added, because there is a newer version of this gallery now. If they are of that one, upload them there.',
  },

  uploadResult: {
    title: 'What became of the files',
    caption: 'Files',
    outcome: 'Outcome',
    file: 'File',
    torrent: 'Torrent, or what is wrong',
    taken: 'added',
    refused: 'refused',
    unnamed: 'without a name',
    download: 'Personalized Torrent',
    mustUse:
      'Download the personalized torrents and use them in your client: only they record your statistics.',
    tooLarge: (size: string) => `The file is larger than ${size}. Make it with larger pieces.`,
    tooMany: (files: string) =>
      `More than ${files} files came at once; this one and those after it were not read. Send them by themselves.`,
    back: 'Back to the torrents of the gallery',
  },

  uploaded: {
    title: 'Torrent added',
    lead: 'This torrent is there from now on, for everybody:',
    mustUse:
      'You have to use the finished torrent from this site, not the file that you uploaded, for stats to be recorded.',
    downloading:
      'Your personalized torrent downloads by itself in a moment. If it does not, take it here:',
    download: 'Personalized Torrent',
    next: 'Open it in your client, and choose the folder that has the files already. The client checks them and begins to seed. It is yours alone: give others the redistributable torrent.',
    seedingTitle: 'Is it being seeded?',
    seeding: 'Your client is seeding',
    seedingMeans: 'Its first announce has come, and what it does is recorded.',
    waiting: 'Waiting',
    waitingMeans: 'No announce of a client of yours has come yet.',
    lookAgain: 'Look again',
    toTorrent: 'The page of the torrent',
    toWindow: 'All torrents of the gallery',
  },

  torrent: enTorrent,

  uploadHub: {
    title: 'Upload',
    torrentsLead: 'Torrents are added in the torrent window of a gallery.',
    making: 'Making a torrent, step by step',
    newGallery: 'Make a gallery',
    mayNot:
      'Your account adds torrents to galleries that are there. Those who look after the site can let it make galleries, too.',
    mine: 'My galleries',
    none: 'You have made no galleries yet.',
    all: 'All of them',
  },

  home: enHome,

  counted: {
    title: 'Am I being counted?',
    lead: 'What your clients announce with your key is recorded, and stands here with the next announce. Nothing is kept of where they are.',
    found: (count: string) =>
      count === '1' ? '1 torrent is counted now.' : `${count} torrents are counted now.`,
    none: {
      what: 'No client of yours is counted at the moment.',
      why: 'None has announced a personalized torrent within the last two intervals.',
      action: 'Find a torrent and download it personalized',
    },
    caption: 'What your clients announce',
    torrent: 'Torrent',
    forgotten: 'a torrent that is gone',
    state: 'State',
    seeding: 'seeding',
    downloading: 'downloading',
    client: 'Client',
    unknown: 'unknown',
    protocol: 'By',
    protocols: { http: 'HTTP', udp: 'UDP' },
    key: 'Key',
    todaysKey: 'today’s key',
    oldKey: 'old key',
    oldKeyLead:
      'Where a client still has your old key, its next announce is refused: download the torrent here again, and put it in the place of the old one.',
    last: 'Last announce',
    next: 'Next announce',
    by: (time: string) => `by ${time}`,
    refusedBy: (time: string) => `refused by ${time}`,
    vainTitle: 'Announced in vain',
    vainLead: 'The tracker refused these, and nothing of them is counted.',
    told: 'What the client is told',
  },

  making: enMaking,
}
