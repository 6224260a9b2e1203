/** What becomes of the file between two runs, and what the operator is told of it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { systemClock } from '#base/clock'
import { createLog } from '#telemetry/log'
import { planLayout } from '#tracker/swarm/layout'
import {
  SnapshotOutput,
  snapshotHeadBytes,
  snapshotMagic,
  snapshotTorrent,
} from '#tracker/swarm/snapshot-file'
import { SwarmKeeper } from './swarm-keeper.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-swarm-file-'))
afterAll(() => rmSync(directory, { recursive: true }))

const peerTimeoutSeconds = 3600
let files = 0

class FiledSwarms {
  readonly lines: string[] = []
  readonly path: string
  readonly keeper: SwarmKeeper

  constructor(path = join(directory, `swarms-${files++}`)) {
    this.path = path
    this.keeper = new SwarmKeeper({
      layout: planLayout(1000, 100),
      seed: [1, 2],
      peerTimeoutSeconds,
      capSources: false,
      clock: systemClock,
      snapshotFile: path,
      log: createLog({
        level: 'info',
        stream: { write: (line: string) => void this.lines.push(line) },
      }),
    })
  }

  /** With the file of a version to come, saved so many seconds ago. */
  static ofAnotherVersion(ageSeconds: number): FiledSwarms {
    const swarms = new FiledSwarms()
    writeFileSync(swarms.path, `WAGGLE-SWARMS-9\n${'.'.repeat(40)}`)
    const saved = systemClock.nowSeconds() - ageSeconds
    utimesSync(swarms.path, saved, saved)
    swarms.keeper.load()
    return swarms
  }

  /** With torrents that were completed once, and that nobody has now. */
  static ofTorrents(count: number): FiledSwarms {
    const swarms = new FiledSwarms()
    const output = new SnapshotOutput(swarms.path)
    const head = output.reserve(snapshotHeadBytes).fill(0)
    head.write(snapshotMagic)
    head.writeUInt32BE(systemClock.nowSeconds(), snapshotMagic.length)
    head.writeUInt32BE(1, snapshotMagic.length + 4)
    for (let torrent = 0; torrent < count; torrent++) {
      const record = output.reserve(1 + 20 + 4 + 16).fill(0)
      record.write(snapshotTorrent)
      record.writeUInt32BE(torrent, 1)
      record.writeUInt32BE(1, 21)
    }
    output.finish()
    swarms.keeper.load()
    return swarms
  }

  get files(): boolean[] {
    return [this.path, `${this.path}.old`].map((path) => existsSync(path))
  }
}

describe('the file of the swarms', () => {
  test('is there until the server runs', () => {
    const swarms = new FiledSwarms()
    expect(swarms.keeper.save()).toBe(true)
    const next = new FiledSwarms(swarms.path)
    next.keeper.load()
    expect(next.files).toEqual([true, false])
    next.keeper.forgetSaved()
    expect(next.files).toEqual([false, false])
  })

  test('stays where it has been saved for the next start, whoever forgets what came before later on', () => {
    const swarms = new FiledSwarms()
    swarms.keeper.save()
    swarms.keeper.forgetSaved()
    expect(existsSync(swarms.path)).toBe(true)
  })

  test('leaves nothing of a run that was killed while it saved', () => {
    const swarms = new FiledSwarms()
    writeFileSync(`${swarms.path}.new`, snapshotMagic)
    swarms.keeper.load()
    swarms.keeper.forgetSaved()
    expect(existsSync(`${swarms.path}.new`)).toBe(false)
  })

  test('is kept as long as peers live where another version has saved it', async () => {
    const young = FiledSwarms.ofAnotherVersion(peerTimeoutSeconds / 2)
    expect(young.lines).toEqual([
      expect.stringMatching(/"event":"snapshot_ignored".* it is kept as .*\.old /),
    ])
    // Should the server not come to run, it stays where its own version looks for it.
    expect(young.files).toEqual([true, false])
    young.keeper.forgetSaved()
    const old = FiledSwarms.ofAnotherVersion(peerTimeoutSeconds + 1)
    old.keeper.forgetSaved()
    await vi.waitFor(() => expect(old.files).toEqual([false, false]), { timeout: 20_000 })
    expect(young.files).toEqual([false, true])
  })

  test('is told to hold more than there is room for, by the keys that make room', () => {
    expect(FiledSwarms.ofTorrents(100).lines).toEqual([
      expect.stringMatching(/"event":"snapshot_loaded".*"Took up 0 peers of 100 torrents\."/),
    ])
    expect(FiledSwarms.ofTorrents(150).lines).toEqual([
      expect.stringContaining('Took up 0 peers of 100 torrents.'),
      expect.stringMatching(
        /"event":"snapshot_cut".*0 peers and 50 torrents .* raise tracker\.peers_max = 1000 or tracker\.torrents_max = 100\./,
      ),
    ])
  })

  test('that cannot be written is told to whoever relies on it', () => {
    const swarms = new FiledSwarms()
    mkdirSync(swarms.path)
    expect(swarms.keeper.save()).toBe(false)
    expect(swarms.lines).toEqual([expect.stringContaining('"event":"snapshot_failed"')])
  })
})
