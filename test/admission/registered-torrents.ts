/** A table of registered torrents of its own for a test: a hand that writes, and what a thread sees. */
import { createHash } from 'node:crypto'
import { createRegion, type Region, type RegionHandle } from '#base/region'
import {
  ActivityReader,
  type SwarmCounter,
  type TorrentActivity,
} from '#tracker/admission/activity-reader'
import { planTable, type TableLayout } from '#tracker/admission/table-layout'
import { TableMemory } from '#tracker/admission/table-memory'
import { TorrentTable } from '#tracker/admission/torrent-table'
import { type RegisteredTorrent, TorrentTableWriter } from '#tracker/admission/torrent-table-writer'

export const tableSeed = [11, 12] as const

/** Swarms without peers. */
export const noSwarms: SwarmCounter = { seeders: 0, leechers: 0, scrape: () => true }

export class RegisteredTorrents {
  readonly region: Region
  readonly layout: TableLayout
  readonly writer: TorrentTableWriter
  readonly table: TorrentTable
  readonly activity: ActivityReader

  constructor(torrentsMax: number, swarms: SwarmCounter = noSwarms, kind?: RegionHandle['kind']) {
    const layout = planTable(torrentsMax)
    this.layout = layout
    this.region = createRegion(layout.bytes, kind)
    new TableMemory(this.region, layout).format()
    const { region } = this
    this.writer = new TorrentTableWriter({ region, layout, seed: tableSeed })
    this.table = new TorrentTable({ region, layout, seed: tableSeed })
    this.activity = new ActivityReader(this.writer, swarms)
  }

  put(number: number, more: Partial<RegisteredTorrent> = {}): boolean {
    return this.writer.put({
      infoHash: hashOf(number),
      torrentId: number + 1,
      name: `Torrent ${number}`,
      isBanned: false,
      completed: 0,
      ...more,
    })
  }

  remove(number: number): void {
    this.writer.remove(hashOf(number))
  }

  /** Collects all there is and takes it for stored. */
  flush(): readonly TorrentActivity[] {
    while (this.activity.collect());
    const { activities } = this.activity
    this.activity.commit()
    return activities
  }
}

/** An info-hash as clients make them. */
export function hashOf(number: number): Buffer {
  return createHash('sha1').update(`torrent ${number}`).digest()
}

export function wordsOf(hash: Uint8Array): Int32Array {
  return new Int32Array(Uint8Array.from(hash).buffer)
}
