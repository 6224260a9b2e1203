/**
 * A ledger with journal and database, and members who announce: what it takes to settle announces and store what they are
 * worth. Sockets are left out; they are measured elsewhere.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRegion } from '../../src/base/region.ts'
import { createLiveSessions } from '../../src/index/accounting/live-sessions.ts'
import type { Database } from '../../src/index/storage/database.ts'
import type { EngineName } from '../../src/index/storage/engine.ts'
import { openDatabase } from '../../src/index/storage/open-database.ts'
import { Ledger } from '../../src/ledger.ts'
import { createLog } from '../../src/telemetry/log.ts'
import { journalBytes } from '../../src/tracker/accounting/journal-layout.ts'
import { JournalReader } from '../../src/tracker/accounting/journal-reader.ts'
import { JournalWriter } from '../../src/tracker/accounting/journal-writer.ts'
import { Announce } from '../../src/tracker/wire/announce.ts'
import { PostgresServer } from '../../test/support/postgres.ts'

export type LedgerLoad = {
  readonly members: number
  readonly torrentsOfEach: number
  /** How often all of them announce. */
  readonly rounds: number
}

export type LedgerRun = {
  readonly announcesPerSecond: number
  /** Microseconds of processor time of main, and of the whole process, for each announce. */
  readonly mainMicroseconds: number
  readonly processMicroseconds: number
}

/** Announces between two flushes: what comes in two seconds at ten thousand a second. */
const announcesPerFlush = 20_000
const intervalSeconds = 1800

/** Throws an Error where not all of it was counted. */
export async function runLedgerLoad(engine: EngineName, load: LedgerLoad): Promise<LedgerRun> {
  const clock = { now: 1_800_000_000, nowSeconds: () => clock.now }
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-ledger-'))
  const server = engine === 'postgres' ? await PostgresServer.start() : undefined
  const url = (await server?.newDatabase()) ?? 'sqlite:ledger.db'
  const database = await openDatabase({ url, dataDirectory, clock })
  try {
    const { ledger, writer } = ledgerOver(database, clock)
    await ledger.load()
    // The first round begins the sessions, which is not what a tracker does all day.
    await announceAll({ ledger, writer, clock }, load, 0)
    const before = {
      ms: performance.now(),
      main: process.threadCpuUsage(),
      all: process.cpuUsage(),
    }
    for (let round = 1; round <= load.rounds; round++)
      await announceAll({ ledger, writer, clock }, load, round)
    const seconds = (performance.now() - before.ms) / 1000
    const announces = load.members * load.torrentsOfEach * load.rounds
    const microseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / announces
    const main = process.threadCpuUsage(before.main)
    const all = process.cpuUsage(before.all)
    await expectCounted(database, ledger, load)
    return {
      announcesPerSecond: announces / seconds,
      mainMicroseconds: microseconds(main),
      processMicroseconds: microseconds(all),
    }
  } finally {
    await database.close()
    await server?.stop()
    rmSync(dataDirectory, { recursive: true })
  }
}

type Clock = { now: number; readonly nowSeconds: () => number }

type Running = { readonly ledger: Ledger; readonly writer: JournalWriter; readonly clock: Clock }

function ledgerOver(database: Database, clock: Clock): Omit<Running, 'clock'> {
  const region = createRegion(journalBytes(1))
  const ledger = new Ledger({
    journal: new JournalReader({ region, slots: 1 }),
    repository: database.accounting,
    live: createLiveSessions({ intervalSeconds: () => intervalSeconds }),
    intervals: () => ({ intervalSeconds, minIntervalSeconds: 900 }),
    pointsPerCompletion: () => 10,
    clock,
    monotonicSeconds: () => performance.now() / 1000,
    log: createLog({ level: 'silent' }),
  })
  return { ledger, writer: new JournalWriter({ region, slot: 0 }) }
}

async function announceAll(
  { ledger, writer, clock }: Running,
  { members, torrentsOfEach }: LedgerLoad,
  round: number,
): Promise<void> {
  const request = new Announce()
  request.peerId.set(Buffer.from('-qB5000-abcdefghijkl'))
  let noted = 0
  let storing = Promise.resolve()
  // A member announces all torrents at once, as clients do.
  for (let memberId = 1; memberId <= members; memberId++)
    for (let index = 0; index < torrentsOfEach; index++) {
      clock.now = 1_800_000_000 + round * intervalSeconds + Math.floor((1000 * memberId) / members)
      writer.nowSeconds = clock.now
      request.uploaded = round * 1_000_000
      request.downloaded = round * 1000
      const torrentId = 1 + ((memberId * 31 + index * 7) % 50_000)
      writer.note(request, torrentId, memberId, 0, 1, false)
      if (++noted % announcesPerFlush > 0) continue
      await settleAll(ledger, writer)
      // As in the program: announces are settled on while the database stores.
      await storing
      storing = ledger.flush()
    }
  await settleAll(ledger, writer)
  await storing
  await ledger.flush()
}

async function settleAll(ledger: Ledger, writer: JournalWriter): Promise<void> {
  writer.publish()
  while (ledger.take());
  await ledger.settled()
}

async function expectCounted(
  { statistics }: Database,
  { state }: Ledger,
  { torrentsOfEach, rounds }: LedgerLoad,
): Promise<void> {
  const uploaded = (await statistics.memberSums(1))?.uploaded
  if (state.lost > 0 || uploaded !== torrentsOfEach * rounds * 1_000_000)
    throw new Error(`${state.lost} announces lost, ${uploaded ?? 0} bytes credited`)
}
