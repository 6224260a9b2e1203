/** The section on HTTP: announces per second of the server's CPU, with and without keep-alive. */
import type { Bench } from '../bench-options.ts'
import { type Gate, type Section, table } from '../report/section.ts'
import { bittorrentTracker } from '../trackers/bittorrent-tracker.ts'
import { opentracker } from '../trackers/opentracker.ts'
import type { Tracker } from '../trackers/tracker.ts'
import { waggle } from '../trackers/waggle.ts'
import { alternate, type Rounds } from './alternate.ts'
import { httpClients, withHttpSession } from './http-session.ts'
import { resultCells, resultHead } from './result-row.ts'
import { worstRatio } from './worst-ratio.ts'

type HttpCell = {
  readonly title: string
  readonly keepsAlive: boolean
  readonly results: readonly Rounds[]
}

const size = { torrents: 100_000, peers: 200_000 }
/** bittorrent-tracker takes minutes to be filled with more. */
const smallSize = { torrents: 1_000, peers: 2_000 }

export async function httpSection(bench: Bench, trackers: readonly Tracker[]): Promise<Section> {
  const known = [waggle, opentracker, bittorrentTracker]
  const here = known.filter((tracker) => trackers.includes(tracker))
  const cells: HttpCell[] = []
  for (const keepsAlive of [true, false]) {
    const large = here.filter((tracker) => tracker !== bittorrentTracker)
    cells.push(await measure(bench, size, keepsAlive, large, 4))
    cells.push(await measure(bench, smallSize, keepsAlive, here, 4))
    if (!bench.isQuick) cells.push(await measure(bench, size, keepsAlive, large, 6))
  }
  const rows = cells.flatMap(({ title, results }) => resultCells(title, results))
  return { title: 'HTTP', lines: [...load, ...table(resultHead, rows)], gates: gates(cells) }
}

const load = [
  `Announces answered per second of the server’s CPU by ${httpClients} clients, each with one announce under way, from 16`,
  'source addresses, under the law of the UDP section and with every peer known, numwant 30. *Keep-alive*: a client',
  'goes on over its connection as long as the tracker leaves it open (opentracker closes each). *New connection*:',
  'the client asks for `Connection: close` and connects anew for each announce.',
  '',
]

async function measure(
  bench: Bench,
  law: typeof size,
  keepsAlive: boolean,
  trackers: readonly Tracker[],
  family: 4 | 6,
): Promise<HttpCell> {
  const torrents = law.torrents.toLocaleString('en')
  const how = keepsAlive ? 'keep-alive' : 'new connection each'
  const title = `${how}, ${torrents} torrents${family === 6 ? ', IPv6' : ''}`
  bench.say(`HTTP, ${title}`)
  const results = await withHttpSession(
    { bench, size: law, family, keepsAlive, want: 30 },
    async (session) => {
      for (const tracker of trackers)
        if (tracker.families.includes(family)) await session.add(tracker)
      return alternate(bench, session.contestants())
    },
  )
  return { title, keepsAlive, results }
}

function gates(cells: readonly HttpCell[]): Gate[] {
  const against = (name: string, keepsAlive: boolean, needed: number): Gate => ({
    name: `HTTP, ${keepsAlive ? 'keep-alive' : 'new connection each'}, against ${name}`,
    needed,
    measured: worstRatio(
      cells.filter((cell) => cell.keepsAlive === keepsAlive).map(({ results }) => results),
      name,
    ),
  })
  return [
    against(opentracker.name, false, 1.4),
    against(opentracker.name, true, 2.3),
    against(bittorrentTracker.name, true, 25),
    against(bittorrentTracker.name, false, 15),
  ]
}
