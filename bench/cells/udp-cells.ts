/** Which UDP cells there are, and what each of them gives. */
import type { Bench } from '../bench-options.ts'
import type { Mood } from '../load/announce-packets.ts'
import type { Measured } from '../load/closed-loop.ts'
import type { LawSize } from '../load/law.ts'
import { bittorrentTracker } from '../trackers/bittorrent-tracker.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { waggle } from '../trackers/waggle.ts'
import { alternate, type Rounds } from './alternate.ts'
import { withUdpSession } from './udp-session.ts'

export type UdpCell = {
  readonly size: LawSize
  readonly family: 4 | 6
  readonly want: number
  readonly mood: Mood
  readonly results: readonly Rounds[]
}

/** The law's own ratio: two peers for each torrent. */
const sizes = [1_000, 100_000, 1_000_000].map((torrents) => ({ torrents, peers: 2 * torrents }))
/** Few swarms of 2,000 each: lists that no block holds. */
const crowded: LawSize = { torrents: 1_000, peers: 2_000_000 }
const wants = [30, 0, 50, 200]
const slowPeersMax = 2_000

export type UdpTrackers = {
  readonly all: readonly Tracker[]
  /** The echo takes part where its 200 bytes are the right answer. */
  readonly echo: Tracker
}

export async function measureUdpCells(bench: Bench, trackers: UdpTrackers): Promise<UdpCell[]> {
  const cells: UdpCell[] = []
  for (const size of sizes)
    cells.push(...(await measureSize(bench, size, 4, bench.isQuick ? [30] : wants, trackers)))
  if (bench.isQuick) return cells
  cells.push(...(await measureSize(bench, crowded, 4, [30], trackers)))
  for (const size of sizes.slice(1))
    cells.push(...(await measureSize(bench, size, 6, [30], trackers)))
  return cells
}

/** What an announce costs when two threads share the store, against one thread. */
export async function measureThreads(bench: Bench): Promise<UdpCell> {
  const size = { torrents: 1_000_000, peers: 2_000_000 }
  bench.say('UDP, one thread and two')
  return withUdpSession({ bench, size, family: 4 }, async (session) => {
    await session.add(waggle)
    await session.add(waggle, twoThreads, 2)
    const results = await alternate(bench, session.contestants({ want: 30, mood: 'returning' }))
    return { size, family: 4, want: 30, mood: 'returning', results }
  })
}

export const twoThreads = 'Waggle, 2 threads'

async function measureSize(
  bench: Bench,
  size: LawSize,
  family: 4 | 6,
  wantsHere: readonly number[],
  { all, echo }: UdpTrackers,
): Promise<UdpCell[]> {
  return withUdpSession({ bench, size, family }, async (session) => {
    bench.say(`UDP, IPv${family}, ${size.torrents} torrents, ${size.peers} peers`)
    const passes: Rounds[] = []
    // The slowest would take minutes to be filled with more.
    const here = all.filter(
      (tracker) =>
        tracker.families.includes(family) &&
        (tracker !== bittorrentTracker || size.peers <= slowPeersMax),
    )
    for (const tracker of [...here, echo]) {
      const pass: Measured = await session.add(tracker)
      passes.push({ name: tracker.name, rounds: [pass], disturbed: 0 })
    }
    const cell = { size, family } as const
    const cells: UdpCell[] = []
    const isLongPass = size.peers >= 1_000_000
    if (isLongPass) cells.push({ ...cell, want: 30, mood: 'arriving', results: passes })
    const names = here.map(({ name }) => name)
    const add = async (want: number, mood: Mood): Promise<void> => {
      bench.say(` numwant ${want}, ${mood}`)
      const asked = want === 30 && mood === 'returning' ? [...names, echo.name] : names
      const results = await alternate(bench, session.contestants({ want, mood }, asked))
      cells.push({ ...cell, want, mood, results })
    }
    for (const want of wantsHere) await add(want, 'returning')
    if (!bench.isQuick && family === 4) await add(30, 'mixed')
    return cells
  })
}
