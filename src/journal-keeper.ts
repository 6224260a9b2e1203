/** Main's own hold on the journals of the tracker's threads: their memory, and the reader of what is noted there. */
import { createRegion, type Region, RegionError, type RegionHandle } from '#base/region'
import { StartError } from '#base/start-error'
import { journalBytes } from '#tracker/accounting/journal-layout'
import { JournalReader } from '#tracker/accounting/journal-reader'

export class JournalKeeper {
  /** For the tracker's threads, whose slots are below `slots`. */
  readonly setup: RegionHandle
  readonly reader: JournalReader

  /** Throws StartError when the system does not give the memory. */
  constructor(slots: number) {
    const region = regionFor(journalBytes(slots))
    this.setup = region.handle
    this.reader = new JournalReader({ region, slots })
  }
}

function regionFor(bytes: number): Region {
  try {
    return createRegion(bytes)
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    throw new StartError(
      `the system gave no memory for the journals of the tracker's threads (${error.message}); lower tracker.workers, or give it more`,
    )
  }
}
