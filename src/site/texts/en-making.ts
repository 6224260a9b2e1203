/** The words of the page on making a torrent, in English: what programs call their fields is as they write it. */
import type { FigureRow } from '../gallery/window-figure.ts'

/** A row of a drawn window; where the announce address goes, it is written in. */
type Row = FigureRow & { readonly isAddress?: boolean }

type Program = {
  readonly name: string
  readonly steps: string
  readonly figure: {
    readonly title: string
    readonly caption: string
    readonly rows: readonly Row[]
  }
}

const programs: readonly Program[] = [
  {
    name: 'qBittorrent',
    steps:
      'Tools, Torrent Creator. Choose the folder, put the address into "Tracker URLs", and press "Create Torrent". Leave "Start seeding immediately" off: you will open the finished torrent instead.',
    figure: {
      title: 'Torrent Creator',
      caption: 'The window of qBittorrent, with the announce address in "Tracker URLs"',
      rows: [
        { kind: 'field', label: 'Path:', value: 'My gallery' },
        { kind: 'field', label: 'Piece size:', value: 'Auto' },
        { kind: 'box', label: 'Private torrent' },
        { kind: 'box', label: 'Start seeding immediately', isMarked: true },
        { kind: 'field', label: 'Tracker URLs:', isAddress: true },
        { kind: 'field', label: 'Comments:', value: '' },
        { kind: 'button', label: 'Create Torrent' },
      ],
    },
  },
  {
    name: 'Transmission',
    steps:
      'File, New (in the web interface: create it in the desktop program or with transmission-create). Choose the folder as the source, put the address into "Trackers", and press "New".',
    figure: {
      title: 'New Torrent',
      caption: 'The window of Transmission, with the announce address in "Trackers"',
      rows: [
        { kind: 'field', label: 'Save to:', value: 'Desktop' },
        { kind: 'field', label: 'Source Folder:', value: 'My gallery' },
        { kind: 'field', label: 'Trackers:', isAddress: true },
        { kind: 'field', label: 'Comment:', value: '' },
        { kind: 'box', label: 'Private torrent' },
        { kind: 'button', label: 'New' },
      ],
    },
  },
  {
    name: 'µTorrent',
    steps:
      'File, Create New Torrent. Add the directory, put the address into "Trackers" in place of what stands there, take the tick from "Start seeding", and press "Create".',
    figure: {
      title: 'Create New Torrent',
      caption: 'The window of µTorrent, with the announce address in "Trackers"',
      rows: [
        { kind: 'field', label: 'Select Source', value: 'My gallery' },
        { kind: 'field', label: 'Trackers:', isAddress: true },
        { kind: 'field', label: 'Comment:', value: '' },
        { kind: 'field', label: 'Piece Size:', value: '(auto detect)' },
        { kind: 'box', label: 'Start seeding', isMarked: true },
        { kind: 'box', label: 'Private torrent' },
        { kind: 'button', label: 'Create' },
      ],
    },
  },
]

export const enMaking = {
  title: 'Making a torrent',
  lead: 'A torrent says which files belong to a gallery and where those are found who have them. Making one takes a minute.',
  steps: [
    'Put the files of the gallery into one folder, and call the folder what the torrent is to be called.',
    'Make a torrent of the folder with a program that you have, and give it the announce address below.',
    'Upload the .torrent file in the torrent window of the gallery.',
    'Download the finished torrent that you are offered then, and open it in your client with the same folder. It seeds from now on, and your statistics are recorded.',
  ],
  addressTitle: 'The announce address',
  ownAddress: 'For torrents of the gallery that you came from:',
  anyAddress:
    'Each gallery has its own. Come here from the torrent window of a gallery, and it stands here; otherwise put the number of the gallery into its place:',
  copyAddress: 'Copy the announce address',
  copyLine: 'Copy the command',
  programs,
  mktorrentName: 'mktorrent',
  mktorrentSteps:
    'On a command line; -l 20 makes pieces of 1 MiB, and -p would make the torrent private:',
  mktorrentLine: (address: string) =>
    `mktorrent -l 20 -a ${address} -o "My gallery.torrent" "My gallery"`,
  piecesTitle: 'How large pieces should be',
  pieces:
    'About a thousand of them are best: with fewer, others wait long before they can share; with many more, the .torrent file grows. "Auto" is almost always right.',
  contentUpTo: 'Content up to',
  pieceSize: 'Pieces of',
  mktorrentOption: 'mktorrent',
  privateTitle: 'The private flag',
  private:
    'A private torrent finds others through this tracker alone. Both kinds are taken unless you are told otherwise, and the flag is never changed here: it is part of what the info-hash is made of. Leave it off, so that the torrent lives on where this tracker cannot be reached.',
  fileTitle: 'What happens to the file',
  limit: (size: string) =>
    `A .torrent file may have ${size} at most. Any content is taken, pictures, texts and programs alike.`,
  changes: [
    'The part that the info-hash is made of is never touched: your files and the torrent of everybody else stay the same torrent.',
    'Other trackers, web seeds and DHT nodes in the file are dropped; the addresses of the gallery are put in.',
    'The redistributable torrent has the address of the gallery, and records nothing: it can be given to anybody.',
    'The personalized torrent has an address of your own, with your key in it, and records your statistics: keep it to yourself.',
  ],
  scriptTitle: 'From a script',
  script: 'With a token of your account, one line uploads a file:',
  tokens: 'API tokens',
  copyScript: 'Copy the line',
}
