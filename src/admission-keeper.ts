/**
 * Main's own hold on what threads look up before they serve anybody: the memory with the registered torrents, the writer
 * that changes what is in it, and the reader of what threads have counted there; and where announces carry keys of
 * members, the memory with those and its writer.
 */
import { createRegion, type Region, RegionError, regionBytesMax } from '#base/region'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { ActivityReader, type SwarmCounter } from '#tracker/admission/activity-reader'
import { Admission } from '#tracker/admission/admission'
import { GalleryDoor } from '#tracker/admission/gallery-door'
import type { GalleryPolicy } from '#tracker/admission/gallery-policy'
import { createMemberRegion } from '#tracker/admission/member-layout'
import { MemberTable } from '#tracker/admission/member-table'
import { MemberTableWriter } from '#tracker/admission/member-table-writer'
import { planTable, type TableLayout } from '#tracker/admission/table-layout'
import { TableMemory } from '#tracker/admission/table-memory'
import { TorrentTable } from '#tracker/admission/torrent-table'
import { TorrentTableWriter } from '#tracker/admission/torrent-table-writer'
import type { AdmissionSetup } from '#tracker/threads/thread-setup'
import { profileOf } from './profile.ts'

export type AdmissionKeeperOptions = {
  readonly config: Config
  /** The secret seed of hash tables. */
  readonly seed: readonly [number, number]
  /** Counts the peers of a swarm. */
  readonly swarms: SwarmCounter
}

export class AdmissionKeeper {
  /** For the tracker's threads. */
  readonly setup: AdmissionSetup
  readonly torrents: TorrentTableWriter
  readonly activity: ActivityReader
  /** Undefined where announces carry no keys. */
  readonly members: MemberTableWriter | undefined
  /** The same look at it that threads have. */
  readonly #torrentTable: TorrentTable
  readonly #memberTable: MemberTable | undefined

  /** Throws StartError when the table does not fit a region, or the system does not give the memory. */
  constructor({ config, seed, swarms }: AdmissionKeeperOptions) {
    const layout = tableLayoutOf(config)
    const region = regionFor(layout)
    new TableMemory(region, layout).format()
    const members = profileOf(config).hasTorrentKeys ? memberRegion() : undefined
    this.setup = { region: region.handle, layout, members: members?.handle }
    this.members = members && new MemberTableWriter(members)
    this.torrents = new TorrentTableWriter({ region, layout, seed })
    this.activity = new ActivityReader(this.torrents, swarms)
    this.#torrentTable = new TorrentTable({ region, layout, seed })
    this.#memberTable = members && new MemberTable(members)
  }

  /** An admission as threads have it, for main to ask. */
  open(policy: GalleryPolicy): Admission {
    const members = this.#memberTable
    const door = members && new GalleryDoor(policy, members)
    return new Admission(this.#torrentTable, door)
  }
}

function tableLayoutOf({ tracker }: Config): TableLayout {
  const layout = planTable(tracker.torrentsMax)
  if (layout.bytes <= regionBytesMax) return layout
  throw new StartError(
    `tracker.torrents_max = ${tracker.torrentsMax}: the table of registered torrents would need ${gibibytes(layout.bytes)} GiB of shared memory, and ${gibibytes(regionBytesMax)} GiB is the most there can be; lower it`,
  )
}

function regionFor(layout: TableLayout): Region {
  try {
    return createRegion(layout.bytes)
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    throw new StartError(
      `tracker.torrents_max = ${layout.torrentsMax}: the system gave no memory for their table (${error.message}); lower it`,
    )
  }
}

function memberRegion(): Region {
  try {
    return createMemberRegion()
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    throw new StartError(
      `the system gave no memory for the keys of members (${error.message}); give this program more, or another machine`,
    )
  }
}

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1)
}
