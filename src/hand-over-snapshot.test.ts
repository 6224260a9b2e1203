/** What keeps a hand-over by the snapshot from losing the swarms. */
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { snapshotVersion } from '#tracker/swarm/snapshot-file'
import { refuseOtherSnapshot, refuseWithoutRoom } from './hand-over-snapshot.ts'

describe('a hand-over by the snapshot', () => {
  test('is refused to a version that reads another one', () => {
    expect(() => refuseOtherSnapshot(snapshotVersion)).not.toThrow()
    expect(() => refuseOtherSnapshot(snapshotVersion + 1)).toThrow(StartError)
  })

  test('is refused where the snapshot has no room', () => {
    expect(() => refuseWithoutRoom(0, tmpdir())).not.toThrow()
    expect(() => refuseWithoutRoom(2 ** 60, tmpdir())).toThrow(
      /their snapshot has no room in .* MB are free; make room and try again$/,
    )
  })
})
