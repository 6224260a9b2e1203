/** Who takes part in a site of galleries beside the cast of every mode, with what they bring along there. */
import { hash } from 'node:crypto'
import { type Person, personOf } from './cast.ts'
import type { Marks } from './marks.ts'

export type GalleryMember = ReturnType<typeof galleryMember>
export type Work = ReturnType<typeof workOf>

export type GalleryCast = {
  /** Makes a gallery, and stays. */
  readonly owner: GalleryMember
  /** Was invited, downloads, and is banned for a while. */
  readonly guest: GalleryMember
  /** Deletes the account: of them nothing may be left. */
  readonly leaver: GalleryMember
  readonly work: Work
  /** Of whoever leaves: it stays. */
  readonly left: Work
  readonly banReason: string
  readonly verdict: string
  readonly pointsReason: string
}

/** A client that is named, and whose peer id nobody else has. */
const clientPrefix = Buffer.from('-qB5010-')
/** Higher than the number of any torrent here. */
const torrentsMost = 9

/** `gone` gets the marks of whoever leaves. */
export function galleryCast(
  marks: Marks,
  gone: Marks,
  [, owner, guest]: readonly Person[],
): GalleryCast {
  if (owner === undefined || guest === undefined) throw new Error('the cast is too small')
  marks.givenText('name of a client', 'qBittorrent')
  marks.givenText('browser', 'Firefox')
  const downloading = [
    galleryMember(marks, guest, marks),
    galleryMember(gone, personOf(gone, 3), marks),
  ] as const
  for (const what of ['uploaded', 'downloaded'] as const) {
    const sum = downloading.reduce((total, { moved }) => total + moved[what], 0n)
    marks.givenText('statistics of a torrent', `${sum}`)
  }
  return {
    owner: galleryMember(marks, owner, marks),
    guest: downloading[0],
    leaver: downloading[1],
    work: workOf(marks),
    left: workOf(marks),
    banReason: marks.word('reason of a ban'),
    verdict: marks.word('reason'),
    pointsReason: marks.word('reason of points'),
  }
}

/** `staying` gets what is kept under the number of an account. */
// oxlint-disable-next-line typescript/explicit-function-return-type
function galleryMember(marks: Marks, person: Person, staying: Marks) {
  return {
    person,
    /** Two clients: what one of them says of the other's counters would not be in order. */
    httpPeerId: peerIdOf(marks, staying),
    udpPeerId: peerIdOf(marks, staying),
    email: `${marks.word('e-mail address')}@${marks.word('e-mail address')}.example`,
    tokenLabel: marks.word('label of a token'),
    reportText: marks.word('text of a report'),
    petitionText: marks.word('text of a petition'),
    moved: {
      uploaded: staying.amount('statistics of a member'),
      downloaded: staying.amount('statistics of a member'),
    },
  }
}

function peerIdOf(marks: Marks, staying: Marks): Buffer {
  const peerId = Buffer.concat([clientPrefix, marks.bytes('peer id', 12)])
  for (let torrent = 1; torrent <= torrentsMost; torrent++)
    staying.givenBytes('digest of a peer id', peerDigest(torrent, peerId))
  return peerId
}

function peerDigest(torrent: number, peerId: Buffer): Buffer {
  const text = `${torrent} ${peerId.toString('latin1')}`
  return Buffer.from(hash('sha256', text, 'hex').slice(0, 32), 'hex')
}

// oxlint-disable-next-line typescript/explicit-function-return-type
function workOf(marks: Marks) {
  return {
    title: `The ${marks.word('text of a gallery')}`,
    originalTitle: marks.word('text of a gallery'),
    tag: marks.word('tag of a gallery'),
    description: marks.word('text of a gallery'),
    /** In the file of the picture. */
    coverRemark: marks.word('remark in a picture'),
    comment: marks.word('comment of a torrent'),
    /** In place of the one that its file has. */
    shownName: marks.word('name of a torrent'),
    torrentName: marks.word('name of a torrent'),
    fileName: marks.word('name of a file'),
    /** In the part of a torrent's file that its info-hash is made of. */
    infoWord: marks.word('rest of an info dictionary'),
    /** In the rest. */
    outerWord: marks.word('word of a .torrent file'),
  }
}
