/** The words of the page of a gallery's torrent, and of what is done with one, in English. */
import type { TombstoneKind } from '#index/torrents/tombstone'

export const enTorrent = {
  posted: 'Posted',
  uploader: 'Uploader',
  gallery: 'Gallery',
  /** In the place of its title. */
  removedGallery: 'a gallery that was removed',
  outdated: 'an older version',
  size: 'Size',
  pieces: 'Pieces of',
  kind: 'Peers are found',
  isPrivate: 'by this tracker alone (private)',
  isPublic: 'by this and other trackers, DHT and exchange (public)',
  seeds: 'Seeds',
  dlers: 'DLers',
  completes: 'Completes',
  comment: 'Comment',
  noComment: 'No comments were given for this torrent.',
  withheld: 'Its comment and its files are shown to those who look after the site alone.',
  personalized: 'Personalized Torrent',
  personalizedMeans: 'Just For You - this makes sure to record your stats',
  personalizedLogIn: 'log in first - this makes sure to record your stats',
  redistributable: 'Redistributable Torrent',
  redistributableMeans: 'use if you want a file you can post or give to others',
  backToIndex: 'Back to Index',
  modify: 'Modify',
  replace: 'Replace…',
  replaced: 'Another torrent has taken the place of this one:',
  banned: 'This torrent is banned: the tracker refuses it to every client.',
  states: {
    expunged: 'This torrent has been expunged.',
    removed: 'This torrent was removed by those who look after the site.',
    purged: 'This torrent was purged.',
  } satisfies Record<TombstoneKind, string>,
  reason: 'Reason',
  reasonHint: 'One line. Clients and visitors are told it.',
  tellReason: 'Tell clients and visitors why',
  /** What a button leads to, and what the page then asks. */
  acts: {
    expunge: {
      link: 'Vote to Expunge',
      title: 'Vote to expunge this torrent',
      consequence:
        'You uploaded it: your vote expunges it at once. From now on the tracker refuses it to every client, and nobody can download it. Those who look after the site can bring it back for 30 days.',
      submit: 'Expunge it',
    },
    remove: {
      link: 'Remove…',
      title: 'Remove this torrent',
      consequence:
        'From now on the tracker refuses it to every client, and it is in no list. Its comment and its files are shown to nobody else. It can be restored for 30 days.',
      submit: 'Remove it',
    },
    restore: {
      link: 'Restore…',
      title: 'Restore this torrent',
      consequence: 'From now on clients may announce it again, and it can be downloaded.',
      submit: 'Restore it',
    },
    ban: {
      link: 'Ban…',
      title: 'Ban this torrent',
      consequence:
        'From now on the tracker refuses it to every client. Its page stays, without comment and files, and the ban can be lifted at any time.',
      submit: 'Ban it',
    },
    unban: {
      link: 'Unban…',
      title: 'Unban this torrent',
      consequence: 'From now on clients may announce it again.',
      submit: 'Unban it',
    },
  },
  done: {
    edited: 'The changes are saved.',
    replaced:
      'This torrent has taken the place of the other. Download it again to record your statistics.',
    expunge: 'The torrent is expunged.',
    remove: 'The torrent is removed.',
    restore: 'The torrent is there again.',
    ban: 'The torrent is banned.',
    unban: 'The torrent is no longer banned.',
  },
  editForm: {
    title: 'Modify the torrent',
    name: 'Torrent Name',
    nameHint: 'As it stands in lists. The files keep their names.',
    comment: 'Comments',
    submit: 'Save',
  },
  replaceForm: {
    title: 'Replace the torrent',
    lead: 'Another file takes its place. This page then leads to the new torrent, and clients that announce the old one are told where to find it.',
    hint: (size: string) => `The maximum torrent file size is ${size}.`,
    submit: 'Replace it',
  },
}
