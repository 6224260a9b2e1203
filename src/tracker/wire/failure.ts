/**
 * The catalogue of failures a client may be told. A Failure is a small integer, so that deciding costs
 * nothing; what it means is looked up when a reply is written, a metric is named, or a page is made.
 *
 * The texts reach people through their client, so they say what is wrong and, where there is something
 * to do, what to do. They are ASCII, at most `failureTextBytesMax` bytes, and never echo the request.
 * Transmission stops announcing when it reads "unregistered torrent" or "torrent not registered", and programs that
 * tidy up look for the same words: the texts about torrents that nobody registered, and those that were taken out for good,
 * alone say so.
 *
 * A text may be followed by a detail that only this failure has, such as the reason of a ban: `FailureDetail`.
 */
import { ascii } from './bytes.ts'

export const Failure = {
  none: 0,
  infoHashMissing: 1,
  infoHashLength: 2,
  infoHashRepeated: 3,
  infoHashEscape: 4,
  peerIdMissing: 5,
  peerIdLength: 6,
  peerIdEscape: 7,
  portInvalid: 8,
  parametersTooMany: 9,
  fullScrapeRefused: 10,
  fullScrapeBusy: 11,
  connectionIdInvalid: 12,
  udpActionUnknown: 13,
  udpScrapeEmpty: 14,
  trackerFull: 15,
  internalError: 16,
  torrentUnregistered: 17,
  torrentBanned: 18,
  scrapeUnknown: 19,
  fullScrapeTooSoon: 20,
  networkBlocked: 21,
  clientBlocked: 22,
  infoHashDenied: 23,
  galleryMissing: 24,
  udpPathMissing: 25,
  galleryWrong: 26,
  anonymousRefused: 27,
  keyUnknown: 28,
  keyReset: 29,
  memberSuspended: 30,
  memberBanned: 31,
  torrentExpunged: 32,
  torrentRemoved: 33,
  torrentPurged: 34,
  requestsTooMany: 35,
  newTorrentsTooMany: 36,
} as const
export type Failure = (typeof Failure)[keyof typeof Failure]

/**
 * BEP 31 `retry in`: whole minutes, those of the minimum interval in force, or `never` where the same request
 * will always fail.
 */
export type RetryIn = number | 'min interval' | 'never' | 'unstated'

export interface FailureDescription {
  /** The stable name in metrics and documentation, in kebab case. */
  readonly code: string
  /** What the client is told, over HTTP and UDP alike. */
  readonly text: string
  /** HTTP only: a UDP error is nothing but a text. */
  readonly retryIn: RetryIn
}

/** What a person can read in the smallest status column, and a limit that BEP 3 does not give. */
export const failureTextBytesMax = 200

/** Every failure with its meaning. A code is never renamed and never used again. */
export const failureDescriptions: Readonly<Record<Failure, FailureDescription>> = {
  [Failure.none]: { code: 'none', text: '', retryIn: 'unstated' },
  [Failure.infoHashMissing]: {
    code: 'info-hash-missing',
    text: 'info_hash is missing',
    retryIn: 'never',
  },
  [Failure.infoHashLength]: {
    code: 'info-hash-length',
    text: 'info_hash must be exactly 20 bytes, percent-encoded (not hexadecimal)',
    retryIn: 'never',
  },
  [Failure.infoHashRepeated]: {
    code: 'info-hash-repeated',
    text: 'info_hash was given more than once: announce one torrent at a time',
    retryIn: 'never',
  },
  [Failure.infoHashEscape]: {
    code: 'info-hash-escape',
    text: 'info_hash holds a % that is not followed by two hexadecimal digits',
    retryIn: 'never',
  },
  [Failure.peerIdMissing]: {
    code: 'peer-id-missing',
    text: 'peer_id is missing',
    retryIn: 'never',
  },
  [Failure.peerIdLength]: {
    code: 'peer-id-length',
    text: 'peer_id must be exactly 20 bytes, percent-encoded',
    retryIn: 'never',
  },
  [Failure.peerIdEscape]: {
    code: 'peer-id-escape',
    text: 'peer_id holds a % that is not followed by two hexadecimal digits',
    retryIn: 'never',
  },
  // A client that listens later, or on another port, succeeds: no `never` here.
  [Failure.portInvalid]: {
    code: 'port-invalid',
    text: 'port must be a number from 1 to 65535',
    retryIn: 'unstated',
  },
  [Failure.parametersTooMany]: {
    code: 'parameters-too-many',
    text: 'the request has too many parameters',
    retryIn: 'never',
  },
  [Failure.fullScrapeRefused]: {
    code: 'full-scrape-refused',
    text: 'full scrape not allowed: name the torrents with info_hash',
    retryIn: 'never',
  },
  [Failure.fullScrapeBusy]: {
    code: 'full-scrape-busy',
    text: 'too many full scrapes are being answered: try again in some minutes',
    retryIn: 5,
  },
  // With its 8 bytes of head exactly the 36 bytes of the smallest scrape: it amplifies nothing.
  [Failure.connectionIdInvalid]: {
    code: 'connection-id-invalid',
    text: 'bad connection id: reconnect',
    retryIn: 'unstated',
  },
  [Failure.udpActionUnknown]: {
    code: 'udp-action-unknown',
    text: 'unknown action',
    retryIn: 'unstated',
  },
  // As short as the request that has this fault: 16 bytes, of which an error's head takes 8.
  [Failure.udpScrapeEmpty]: {
    code: 'udp-scrape-empty',
    text: 'no hash',
    retryIn: 'unstated',
  },
  [Failure.trackerFull]: {
    code: 'tracker-full',
    text: 'the tracker has no room for another torrent: try again later',
    retryIn: 15,
  },
  [Failure.internalError]: {
    code: 'internal-error',
    text: 'the tracker failed to answer: try again later',
    retryIn: 5,
  },
  [Failure.torrentUnregistered]: {
    code: 'torrent-unregistered',
    text: 'torrent not registered: this tracker serves only torrents that were added to it',
    retryIn: 'never',
  },
  [Failure.torrentBanned]: {
    code: 'torrent-banned',
    text: 'torrent banned by this tracker',
    retryIn: 'never',
  },
  [Failure.scrapeUnknown]: {
    code: 'scrape-unknown',
    text: 'this tracker serves none of the torrents that were asked for',
    retryIn: 'never',
  },
  [Failure.fullScrapeTooSoon]: {
    code: 'full-scrape-too-soon',
    text: 'too many full scrapes from this address: try again later',
    retryIn: 'min interval',
  },
  // With its 8 bytes of head exactly the 36 bytes of the smallest scrape: it amplifies nothing.
  [Failure.networkBlocked]: {
    code: 'network-blocked',
    text: 'your network is blocked here',
    retryIn: 'never',
  },
  [Failure.clientBlocked]: {
    code: 'client-blocked',
    text: 'this client is blocked by this tracker: use another one',
    retryIn: 'never',
  },
  [Failure.infoHashDenied]: {
    code: 'info-hash-denied',
    text: 'this tracker does not serve this torrent',
    retryIn: 'never',
  },
  [Failure.galleryMissing]: {
    code: 'gallery-missing',
    text: 'this announce address names no gallery: take the one that the gallery shows, /NUMBER/announce',
    retryIn: 'never',
  },
  [Failure.udpPathMissing]: {
    code: 'udp-path-missing',
    text: 'no gallery came with this UDP announce: your client may not send paths (BEP 41), so use the http address',
    retryIn: 'never',
  },
  [Failure.galleryWrong]: {
    code: 'gallery-wrong',
    text: 'this torrent is not at the announce address of its gallery: download it again',
    retryIn: 'never',
  },
  [Failure.anonymousRefused]: {
    code: 'anonymous-refused',
    text: 'this tracker serves members only: log in and download your personalized torrent',
    retryIn: 'never',
  },
  [Failure.keyUnknown]: {
    code: 'key-unknown',
    text: 'this announce address is of no member: log in and download your torrents again',
    retryIn: 'never',
  },
  [Failure.keyReset]: {
    code: 'key-reset',
    text: 'the key in this announce address was reset or is wrong: download your torrents again',
    retryIn: 'never',
  },
  // Somebody may say otherwise tomorrow.
  [Failure.memberSuspended]: {
    code: 'member-suspended',
    text: 'your account is suspended',
    retryIn: 'unstated',
  },
  [Failure.memberBanned]: {
    code: 'member-banned',
    text: 'your account is banned',
    retryIn: 'unstated',
  },
  [Failure.torrentExpunged]: {
    code: 'torrent-expunged',
    text: 'unregistered torrent: expunged',
    retryIn: 'never',
  },
  [Failure.torrentRemoved]: {
    code: 'torrent-removed',
    text: 'unregistered torrent: removed',
    retryIn: 'never',
  },
  [Failure.torrentPurged]: {
    code: 'torrent-purged',
    text: 'unregistered torrent: purged',
    retryIn: 'never',
  },
  [Failure.requestsTooMany]: {
    code: 'requests-too-many',
    text: 'too many requests from your network: try again later',
    retryIn: 'min interval',
  },
  [Failure.newTorrentsTooMany]: {
    code: 'new-torrents-too-many',
    text: 'too many new torrents from your network: try again in some minutes',
    retryIn: 5,
  },
}

/** All failures but `none`, in the order of their numbers. */
export const allFailures: readonly Failure[] = Object.values(Failure).filter(
  (failure) => failure !== Failure.none,
)

/** The bytes of each text, by number: encoded once, so that no reply makes a string. */
const texts: readonly Uint8Array[] = Object.values(Failure).map((failure) =>
  ascii(failureDescriptions[failure].text),
)

/** The bytes of the text of `failure`. Shared: do not write into it. */
export function failureText(failure: Failure): Uint8Array {
  return texts[failure] as Uint8Array
}
