/**
 * Keeps the table of members' keys, in which all threads look, and the database in step: filled at start, and told of
 * every change after it is stored and before its author hears of it.
 */
import type { Clock } from '#base/clock'
import { memberIdMax } from '#base/limits'
import { type MemberChange, type MemberChanges, standingOf } from '#index/members/member-changes'
import type { MemberRepository } from '#index/members/member-repository'
import type { Log } from '#telemetry/log'
import type { MemberTableWriter } from '#tracker/admission/member-table-writer'

export type MemberKeeperOptions = {
  readonly repository: Pick<MemberRepository, 'memberKeysAfter'>
  readonly table: MemberTableWriter
  readonly clock: Clock
  readonly log: Log
}

/** Members of one read while the table is filled. */
const fillBatch = 5000

export class MemberKeeper implements MemberChanges {
  readonly #options: MemberKeeperOptions
  #unserved = 0

  constructor(options: MemberKeeperOptions) {
    this.#options = options
  }

  /** Members whose keys are refused, because their ids are beyond what there is room for. */
  get unserved(): number {
    return this.#unserved
  }

  /** Fills the table. Rejects with StorageError, and may then be called again. */
  async fill(): Promise<void> {
    const { repository, table, clock, log } = this.#options
    for (let last = 0; ; ) {
      const keys = await repository.memberKeysAfter(last, fillBatch)
      for (const stored of keys)
        this.changed({ ...stored, ...standingOf(stored, clock.nowSeconds()) })
      last = keys.at(-1)?.memberId ?? last
      if (keys.length < fillBatch) break
    }
    log.info('members_loaded', `${table.count} members may announce or are told why not.`, {
      members: table.count,
    })
  }

  changed({ memberId, key, oldKeyMark, state, reason }: MemberChange): void {
    const { table } = this.#options
    if (key !== undefined && !table.setKey(memberId, key)) return this.#noteUnserved(memberId)
    if (oldKeyMark !== undefined) table.setOldKeyMark(memberId, oldKeyMark)
    if (state === 'deleted') table.remove(memberId)
    else if (state !== undefined) table.setStanding(memberId, { state, reason })
  }

  #noteUnserved(memberId: number): void {
    this.#unserved++
    if (this.#unserved > 1) return
    const message = `Keys of members beyond id ${memberIdMax} are refused: this version has no room for them.`
    this.#options.log.error('members_full', message, { memberId })
  }
}
