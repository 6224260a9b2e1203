/**
 * How many torrents that nobody has completed a member may have uploaded lately: what lies there unseeded is of no use to
 * anybody, and fills the lists. What is expunged or replaced counts too, or taking it out would make room for more.
 */
import type { Clock } from '#base/clock'
import type { Statistics } from '#index/accounting/statistics'
import type { NamedTorrent } from '#index/accounting/statistics-repository'
import type { UploadBound } from './gallery-torrent-repository.ts'
import type { UploadFault } from './gallery-torrents.ts'

export type UploadLimitRules = {
  /** A member who has more is refused; 0 for no limit. */
  readonly uncompletedUploads: number
  /** Only what was uploaded within these counts. */
  readonly uncompletedHours: number
}

export type UploadLimitOptions = {
  readonly statistics: Pick<Statistics, 'uncompletedUploads'>
  /** A reload may change them. */
  readonly rules: () => UploadLimitRules
  readonly clock: Clock
}

/**
 * It is asked twice: before a file is read, so that a flood costs next to nothing, and by the database with the torrent's
 * own row, because a member may send any number of files at once.
 */
export type UploadLimit = {
  /** Undefined for who may upload one more. Rejects with StorageError. */
  readonly refusal: (uploaderId: number) => Promise<UploadFault | undefined>
  /** Undefined where there is no limit. */
  readonly bound: () => UploadBound | undefined
  /** What is said of so many uploads, the oldest first; undefined where they are not too many. */
  readonly faultOf: (uploads: readonly NamedTorrent[]) => UploadFault | undefined
}

export function createUploadLimit({ statistics, rules, clock }: UploadLimitOptions): UploadLimit {
  const faultOf: UploadLimit['faultOf'] = (uploads) => {
    const { uncompletedUploads: most, uncompletedHours: hours } = rules()
    // When these are too old, there are few enough.
    const last = most === 0 ? undefined : uploads[uploads.length - most - 1]
    if (last === undefined) return undefined
    const liftedAt = minuteAfter(last.addedAt + hours * 3600)
    return { code: 'flood', message: refusalText(uploads, { most, hours, liftedAt }) }
  }
  return {
    faultOf,
    refusal: async (uploaderId) => {
      const { uncompletedUploads: most, uncompletedHours: hours } = rules()
      if (most === 0) return undefined
      return faultOf(await statistics.uncompletedUploads(uploaderId, hours * 3600))
    },
    bound: () => {
      const { uncompletedUploads: uncompletedMax, uncompletedHours: hours } = rules()
      if (uncompletedMax === 0) return undefined
      return { uncompletedMax, since: clock.nowSeconds() - hours * 3600 }
    },
  }
}

/** The first whole minute at which what counts until `seconds` does not count any more. */
function minuteAfter(seconds: number): number {
  return (Math.floor(seconds / 60) + 1) * 60
}

type Refusal = {
  readonly most: number
  readonly hours: number
  /** Unix seconds. */
  readonly liftedAt: number
}

function refusalText(uploads: readonly NamedTorrent[], { most, hours, liftedAt }: Refusal): string {
  const count = uploads.length
  const time = new Date(liftedAt * 1000).toISOString().slice(0, 16).replace('T', ' ')
  const needed = count - most === 1 ? 'one' : `${count - most}`
  return [
    `Nobody else has completed ${count} of the torrents that were uploaded here within ${hoursText(hours)}: ${namesText(uploads)}.`,
    `While there are more than ${most} such, no more are taken.`,
    `Seed them: when another member has completed ${needed} of them, or from ${time} UTC on, upload this one again.`,
  ].join(' ')
}

function hoursText(hours: number): string {
  return hours === 1 ? 'the last hour' : `the last ${hours} hours`
}

/** All, where the limit is the default and nobody uploads for the member. */
const namesShown = 11
const nameCharactersShown = 60

function namesText(uploads: readonly NamedTorrent[]): string {
  const names = uploads.slice(0, namesShown).map(({ name }) => `"${cut(name)}"`)
  const others = uploads.length - names.length
  if (others > 0) return `${names.join(', ')} and ${others} more`
  return names.join(', ')
}

function cut(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= nameCharactersShown) return name
  return `${characters.slice(0, nameCharactersShown - 1).join('')}…`
}
