/** Targets and datagrams of a gallery tracker: what stands before `/announce` and `/scrape`, and the answers of a lone peer. */
import { loopback4 } from './addresses.ts'
import { announceTarget, type Parameters, scrapeTarget } from './announce-url.ts'

/** A key as members have it. */
export const key = 'aZ09bY18cX27dW36'
export const otherKey = 'k2Fs8PqLw0ZxN7bR'

const intervals = '8:intervali1800e12:min intervali900e'

/** The path of a gallery, or of a member at a gallery. */
export function pathOf(galleryId: number, memberId?: number, memberKey = key): string {
  return memberId === undefined ? `/${galleryId}` : `/${galleryId}/${memberId}x${memberKey}`
}

export function announceAt(path: string, infoHash: Buffer, parameters: Parameters = {}): string {
  return `${path}${announceTarget(infoHash, parameters)}`
}

export function scrapeAt(path: string, ...infoHashes: readonly Buffer[]): string {
  return `${path}${scrapeTarget(...infoHashes)}`
}

/** One URLData option (BEP 41). */
export function urlData(path: string): Buffer {
  return Buffer.concat([Buffer.from([2, Buffer.byteLength(path)]), Buffer.from(path)])
}

/** The one right failure with this reason. */
export function failureText(reason: string, retryIn = '8:retry in5:never'): string {
  return `d14:failure reason${Buffer.byteLength(reason)}:${reason}${intervals}${retryIn}e`
}

/** The one right reply to a lone seeder, or to one who stops. */
export function successBytes(complete: number, downloaded = 0): Buffer {
  return Buffer.concat([
    Buffer.from(`d8:completei${complete}e10:downloadedi${downloaded}e11:external ip4:`),
    loopback4,
    Buffer.from(`10:incompletei0e${intervals}5:peers0:6:peers60:e`),
  ])
}

/** What announces are refused with, over HTTP and UDP alike. */
export const refusal = {
  galleryMissing:
    'this announce address names no gallery: take the one that the gallery shows, /NUMBER/announce',
  udpPathMissing:
    'no gallery came with this UDP announce: your client may not send paths (BEP 41), so use the http address',
  galleryWrong: 'this torrent is not at the announce address of its gallery: download it again',
  anonymousRefused:
    'this tracker serves members only: log in and download your personalized torrent',
  keyUnknown: 'this announce address is of no member: log in and download your torrents again',
  keyReset: 'the key in this announce address was reset or is wrong: download your torrents again',
  unregistered: 'torrent not registered: this tracker serves only torrents that were added to it',
} as const
