/** Swarms that are saved and taken up again: nothing is lost, nothing is believed that is broken. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  loadSnapshot,
  type SnapshotLoad,
  saveSnapshot,
  snapshotBytes,
} from '#tracker/swarm/snapshot'
import { notedTimeouts, noteTimeouts, timeoutHolds } from '#tracker/swarm/timeout-holds'
import { AnnounceEvent } from '#tracker/wire/announce'
import { readSavedSwarms } from './saved-swarms.ts'
import { formattedRegion, type StoreOptions, StoreUnderTest } from './store-under-test.ts'

const timeoutSeconds = 2700
const directory = mkdtempSync(join(tmpdir(), 'waggle-snapshot-'))
afterAll(() => rmSync(directory, { recursive: true }))

let files = 0
function newPath(): string {
  return join(directory, `swarms-${files++}`)
}

function newStore(options: StoreOptions = {}): StoreUnderTest {
  const { region, layout } = formattedRegion(options)
  return new StoreUnderTest(region, layout, 0, options)
}

function save(subject: StoreUnderTest, path = newPath()): string {
  saveSnapshot(subject.store.parts, path)
  return path
}

function load(subject: StoreUnderTest, path: string, timeout = timeoutSeconds): SnapshotLoad {
  return loadSnapshot(subject.store.parts, path, timeout)
}

const allHaveRoom = { torrentsWithoutRoom: 0, peersWithoutRoom: 0 }

/** A bit of everything: both families, large and small lists, partial seeds, ages, completions. */
function variedStore(options: StoreOptions = {}): StoreUnderTest {
  const subject = newStore(options)
  for (let step = 0; step < 20; step++) {
    for (let peer = step; peer < 4000; peer += 20) subject.announce({ torrent: 1, peer, left: 1 })
    for (let peer = step; peer < 1000; peer += 20)
      subject.announce({ torrent: 1, peer, left: 0, family: 6 })
    subject.announce({ torrent: 2, peer: step, left: 5, event: AnnounceEvent.paused })
    subject.announce({ torrent: 2, peer: step, left: 5, family: 6, event: AnnounceEvent.paused })
    subject.announce({ torrent: 100 + step, peer: step, left: step % 2 })
    subject.clock.nowSeconds += 100
  }
  for (let peer = 0; peer < 7; peer++)
    subject.announce({ torrent: 3, peer, left: 0, event: AnnounceEvent.completed })
  // Nobody is left in the fourth, but its completion is remembered.
  subject.announce({ torrent: 4, peer: 1, left: 0, event: AnnounceEvent.completed })
  subject.announce({ torrent: 4, peer: 1, event: AnnounceEvent.stopped })
  return subject
}

describe('a snapshot', () => {
  test('that is taken up and saved again says the same', () => {
    const before = variedStore()
    const path = save(before)
    const saved = readSavedSwarms(path)
    expect(saved).toMatchObject({ savedSeconds: 1_002_000, unitSeconds: 85 })
    expect([...saved.torrents.values()].filter(({ completed }) => completed > 0)).toHaveLength(2)

    const after = newStore({ seed: 99 })
    after.clock.nowSeconds = before.clock.nowSeconds
    const peers = 4000 + 1000 + 67
    expect(load(after, path)).toEqual({ result: 'loaded', torrents: 24, peers, ...allHaveRoom })
    expect(after.faults()).toEqual([])
    const second = save(after)
    expect(readSavedSwarms(second)).toEqual(saved)
  })

  test('keeps which swarms somebody has come back to', () => {
    const before = newStore()
    for (const torrent of [1, 2]) before.announce({ torrent, peer: 1 })
    before.clock.nowSeconds += 600
    before.announce({ torrent: 2, peer: 1 })
    const path = save(before)
    const returned = [...readSavedSwarms(path).torrents.values()].map(
      ({ isReturned }) => isReturned,
    )
    expect(returned.toSorted((one, other) => Number(one) - Number(other))).toEqual([false, true])
    const after = newStore()
    after.clock.nowSeconds = before.clock.nowSeconds
    load(after, path)
    expect(readSavedSwarms(save(after)).torrents).toEqual(readSavedSwarms(path).torrents)
  })

  test('brings back the counts that a scrape tells', () => {
    const before = variedStore()
    const after = newStore()
    after.clock.nowSeconds = before.clock.nowSeconds
    load(after, save(before))
    for (const torrent of [1, 2, 3, 4, 5, 100, 101]) {
      const { seeders, leechers, completed, downloaders } = before.scrape(torrent)
      expect(after.scrape(torrent)).toMatchObject({ seeders, leechers, completed, downloaders })
    }
    expect(after.scrape(3).completed).toBe(7)
    expect(after.scrape(2)).toMatchObject({ leechers: 40, downloaders: 0 })
  })

  test('ages nobody by the time that the tracker was down', () => {
    const before = newStore()
    before.announce({ torrent: 1, peer: 1 })
    before.clock.nowSeconds += 2000
    before.announce({ torrent: 1, peer: 2 })
    const after = newStore()
    after.clock.nowSeconds = before.clock.nowSeconds + 2500
    load(after, save(before))
    after.sweepAll()
    expect(after.scrape(1).leechers).toBe(2)
    after.clock.nowSeconds += timeoutSeconds - 1000
    after.sweepAll()
    after.clock.nowSeconds += 300
    after.sweepAll()
    expect(after.scrape(1).leechers).toBe(1)
    expect(after.faults()).toEqual([])
  })

  test('lets nobody live longer where peers now live shorter', () => {
    const unitSeconds = 68
    const before = newStore()
    for (let peer = 0; peer < 39; peer++) {
      before.announce({ torrent: 1, peer })
      before.clock.nowSeconds += unitSeconds
    }
    const bytes = readFileSync(save(before))
    for (const peerTimeoutSeconds of [1200, 300, 100, 60, 10]) {
      const path = newPath()
      writeFileSync(path, bytes)
      const after = newStore({ peerTimeoutSeconds })
      after.clock.nowSeconds = before.clock.nowSeconds
      load(after, path, peerTimeoutSeconds)
      after.sweepAll()
      after.clock.nowSeconds += 1 + peerTimeoutSeconds / 10
      after.sweepAll()
      const young = Math.ceil(peerTimeoutSeconds / unitSeconds) + 1
      const { leechers } = after.scrape(1)
      expect(leechers, `they live ${peerTimeoutSeconds} s`).toBeLessThanOrEqual(young)
    }
  })

  test('keeps ages where peers now live longer', () => {
    const before = newStore({ peerTimeoutSeconds: 60 })
    before.announce({ torrent: 1, peer: 1 })
    before.clock.nowSeconds += 50
    before.announce({ torrent: 1, peer: 2 })
    const after = newStore({ peerTimeoutSeconds: 120 })
    after.clock.nowSeconds = before.clock.nowSeconds
    load(after, save(before), 120)
    after.clock.nowSeconds += 90
    after.sweepAll()
    after.clock.nowSeconds += 13
    after.sweepAll()
    expect(after.scrape(1).leechers).toBe(1)
    expect(after.faults()).toEqual([])
  })

  test('is for its owner alone, and stays until the server runs', () => {
    const path = save(variedStore())
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(directory).filter((name) => name.endsWith('.new'))).toEqual([])
    const after = newStore()
    after.clock.nowSeconds = 1_002_000
    expect(load(after, path).result).toBe('loaded')
    expect(existsSync(path)).toBe(true)
  })

  test('of nothing is taken up too', () => {
    const after = newStore()
    const nothing = { result: 'loaded', torrents: 0, peers: 0, ...allHaveRoom }
    expect(load(after, save(newStore()))).toEqual(nothing)
  })

  test('is whole whatever info-hashes it has', () => {
    const before = newStore()
    const hashes = ['END.', 'END.END.', 'WAGGLE-SWARMS-3\n'].map((text) =>
      Buffer.alloc(20).fill(text, 0, text.length, 'latin1'),
    )
    for (let torrent = 0; torrent < 100; torrent++) before.announce({ torrent, peer: 1 })
    for (const infoHash of hashes) before.announce({ torrent: 0, infoHash, peer: 1 })
    const after = newStore()
    expect(load(after, save(before))).toMatchObject({ torrents: 103, peers: 103 })
  })

  test('is as large as was said before', () => {
    const before = variedStore()
    const bytes = snapshotBytes(before.store.parts)
    expect(statSync(save(before)).size).toBe(bytes)
  })

  test('that cannot be put in its place leaves nothing', () => {
    const path = newPath()
    mkdirSync(path)
    expect(() => saveSnapshot(variedStore().store.parts, path)).toThrow('EISDIR')
    expect(existsSync(`${path}.new`)).toBe(false)
  })

  test('that cannot be written leaves the one before it', () => {
    const path = save(variedStore())
    const bytes = readFileSync(path)
    const blocked = join(path, 'below-a-file')
    expect(() => saveSnapshot(newStore().store.parts, blocked)).toThrow('ENOTDIR')
    expect(readFileSync(path)).toEqual(bytes)
  })
})

describe('a store whose peers were told to come back later than now', () => {
  const told = 3 * timeoutSeconds

  /** With a peer that has been silent for twice as long as others live. */
  function waitingStore(): StoreUnderTest {
    const before = newStore()
    before.announce({ torrent: 1, peer: 1 })
    before.clock.nowSeconds += 2 * timeoutSeconds
    return before
  }

  test('keeps them over a restart, and notes until when for the next one', () => {
    const before = waitingStore()
    const untilSeconds = before.clock.nowSeconds + 100
    const hold = { peerTimeoutSeconds: told, untilSeconds }
    noteTimeouts(before.store.parts.memory, { toldSeconds: timeoutSeconds, hold })
    const after = newStore()
    after.clock.nowSeconds = before.clock.nowSeconds + 500
    expect(load(after, save(before))).toMatchObject({ peers: 1 })
    after.sweepAll()
    expect(after.scrape(1).leechers).toBe(1)
    const noted = notedTimeouts(after.store.parts.memory)
    expect(noted).toEqual({
      toldSeconds: timeoutSeconds,
      hold: { ...hold, untilSeconds: untilSeconds + 500 },
    })
    expect(timeoutHolds(noted, untilSeconds + 499)).toContainEqual(noted.hold)
    expect(timeoutHolds(noted, untilSeconds + 500)).not.toContainEqual(noted.hold)
  })

  test('keeps those who were told so until the last moment', () => {
    const before = waitingStore()
    noteTimeouts(before.store.parts.memory, { toldSeconds: told, hold: undefined })
    const after = newStore()
    after.clock.nowSeconds = before.clock.nowSeconds
    expect(load(after, save(before))).toMatchObject({ peers: 1 })
  })

  test('drops them where that time is over', () => {
    const before = waitingStore()
    const hold = { peerTimeoutSeconds: told, untilSeconds: before.clock.nowSeconds }
    noteTimeouts(before.store.parts.memory, { toldSeconds: timeoutSeconds, hold })
    const after = newStore()
    after.clock.nowSeconds = before.clock.nowSeconds
    expect(load(after, save(before))).toMatchObject({ peers: 0 })
  })
})

describe('a store that is smaller than the saved one', () => {
  test('takes up as many peers as it has room for', () => {
    const before = variedStore()
    const after = newStore({ peersMax: 1000 })
    after.clock.nowSeconds = before.clock.nowSeconds
    const loaded = load(after, save(before))
    expect(loaded).toMatchObject({ result: 'loaded', peers: 1000, peersWithoutRoom: 4067 })
    expect(after.faults()).toEqual([])
    const torrents = [...readSavedSwarms(save(after)).torrents.values()]
    const sizes = torrents.flatMap(({ lists }) => lists.map(({ size }) => size))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1000)
  })

  test('takes up as many torrents as it has room for', () => {
    const before = newStore()
    for (let torrent = 0; torrent < 500; torrent++) before.announce({ torrent, peer: torrent })
    const after = newStore({ torrentsMax: 100 })
    expect(load(after, save(before))).toEqual({
      result: 'loaded',
      torrents: 100,
      peers: 100,
      torrentsWithoutRoom: 400,
      peersWithoutRoom: 400,
    })
    expect(after.faults()).toEqual([])
    expect(readSavedSwarms(save(after)).torrents.size).toBe(100)
  })

  test('keeps its cap on entries of one source, and counts partial seeds right', () => {
    const before = newStore()
    for (let port = 1; port <= 40; port++) {
      const event = port % 3 === 0 ? AnnounceEvent.paused : AnnounceEvent.none
      before.announce({ torrent: 1, peer: 7, port, event })
    }
    const after = newStore({ capSources: true })
    expect(load(after, save(before))).toMatchObject({ peers: 16, ...allHaveRoom })
    expect(after.faults()).toEqual([])
  })
})

describe('a file that is no good', () => {
  const whole = readFileSync(save(variedStore()))

  /** Loads `bytes` into a new store, which must be as empty afterwards as before. */
  function loadBytes(bytes: Uint8Array, nowSeconds = 1_002_000): SnapshotLoad & { kept: boolean } {
    const path = newPath()
    writeFileSync(path, bytes)
    const after = newStore({ peersMax: 10, torrentsMax: 10 })
    after.clock.nowSeconds = nowSeconds
    const loaded = load(after, path)
    expect(readSavedSwarms(save(after)).torrents.size).toBe(0)
    return { ...loaded, kept: existsSync(path) }
  }

  test('because it is cut off is broken, and is kept', () => {
    const lengths = [0, 1, 15, 16, 23, 24, 30, 35, 36, 42, 64, 1000, whole.length >> 1]
    for (const length of [...lengths, ...[8, 5, 4, 1].map((missing) => whole.length - missing)]) {
      const { result, kept } = loadBytes(whole.subarray(0, length))
      expect([result, kept], `${length} bytes`).toEqual(['broken', true])
    }
  })

  test('because one byte differs is never taken up, and is kept', () => {
    const everywhere = Array.from({ length: 60 }, (_, part) =>
      Math.floor((part * whole.length) / 60),
    )
    for (const at of [...Array(37).keys(), ...everywhere, whole.length - 5, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      const { result, kept } = loadBytes(changed)
      // A changed version is another version's file; everything else is broken.
      expect([result, kept], `byte ${at}`).toEqual([
        at === 14 || at === 15 ? 'ignored' : 'broken',
        true,
      ])
    }
  })

  test('because something follows it is broken', () => {
    expect(loadBytes(Buffer.concat([whole, Buffer.from('x')])).result).toBe('broken')
    expect(loadBytes(Buffer.concat([whole, whole])).result).toBe('broken')
  })

  test('because another version saved it is ignored', () => {
    const other = Buffer.from(whole)
    other.write('WAGGLE-SWARMS-4\n')
    expect(loadBytes(other)).toMatchObject({
      result: 'ignored',
      because: 'version',
      reason: 'another version of Waggle saved it',
    })
  })

  test('because it is older than peers live is ignored', () => {
    expect(loadBytes(whole, 1_002_000 + timeoutSeconds + 1)).toMatchObject({
      result: 'ignored',
      because: 'age',
      reason: 'it is 2701 s old, longer than peers live',
    })
    const after = newStore()
    after.clock.nowSeconds = 1_002_000 + timeoutSeconds
    const path = newPath()
    writeFileSync(path, whole)
    expect(load(after, path).result).toBe('loaded')
  })
})
