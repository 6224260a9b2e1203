/**
 * `npm run bench`: measures Waggle beside other trackers on this machine and writes docs/benchmarks.md.
 *
 *     npm run bench                        everything, about forty minutes
 *     npm run bench -- --quick             a few cells, three minutes
 *     npm run bench -- --cells udp,http    some sections; the document keeps the others
 *     npm run bench -- --cells flood       ten million invented torrents, three minutes
 *     npm run bench -- --cells restarts    snapshot, hand-over and a thread's death with ten million peers, four minutes
 *     npm run bench -- --cells catalogue   the pages of a million torrents, ten minutes; needs PostgreSQL from Debian
 *     npm run bench -- --cells galleries   the same of a million galleries with a torrent each
 *     npm run bench -- --cells ledger      the statistics of members, five minutes; needs it too
 *     npm run bench -- --cells personal    what an announce of a member costs, four minutes
 *     npm run bench -- --cells simulation  what is credited of a simulated swarm, half an hour; needs it too
 *     npm run bench -- --cells toplists    the toplists of a million days of members, four minutes; needs it too
 *
 * It needs Linux with two cores and taskset. opentracker comes from Debian (apt-get install opentracker),
 * aquatic_udp is built where cargo is at hand; who is missing is named in the document and left out.
 */
import { type CellKind, readOptions } from './bench-options.ts'
import { catalogueSection, galleriesSection } from './cells/catalogue.ts'
import { floodSection } from './cells/flood.ts'
import { httpSection } from './cells/http.ts'
import { latencySection } from './cells/latency.ts'
import { ledgerSection } from './cells/ledger.ts'
import { memorySection } from './cells/memory.ts'
import { pausesSection } from './cells/pauses.ts'
import { personalSection } from './cells/personal.ts'
import { registeredSection } from './cells/registered.ts'
import { restartsSection } from './cells/restarts.ts'
import { simulationSection } from './cells/simulation.ts'
import { toplistsSection } from './cells/toplists.ts'
import { udpSection } from './cells/udp.ts'
import { writeDocument } from './report/document.ts'
import type { Section } from './report/section.ts'
import { aquatic } from './trackers/aquatic.ts'
import { bittorrentTracker } from './trackers/bittorrent-tracker.ts'
import { chihaya } from './trackers/chihaya.ts'
import { opentracker } from './trackers/opentracker.ts'
import type { Tracker } from './trackers/tracker.ts'
import { waggle } from './trackers/waggle.ts'

const bench = readOptions(process.argv.slice(2))
const found: Tracker[] = []
const notes: string[] = []
for (const tracker of [waggle, opentracker, aquatic, chihaya, bittorrentTracker]) {
  const availability = await tracker.available()
  if ('version' in availability) {
    found.push(tracker)
    notes.push(`${tracker.name} ${availability.version}`)
  } else notes.push(`not here: ${availability.missing}`)
}
for (const note of notes) bench.say(note)

const measure: Readonly<Record<CellKind, () => Promise<Section>>> = {
  udp: () => udpSection(bench, found),
  registered: () => registeredSection(bench),
  http: () => httpSection(bench, found),
  latency: () => latencySection(bench, found),
  memory: () => memorySection(bench, found),
  pauses: () => pausesSection(bench),
  flood: () => floodSection(bench),
  restarts: () => restartsSection(bench),
  catalogue: () => catalogueSection(bench),
  galleries: () => galleriesSection(bench),
  ledger: () => ledgerSection(bench),
  personal: () => personalSection(bench),
  simulation: () => simulationSection(bench),
  toplists: () => toplistsSection(bench),
}

// Each section is written as soon as it is measured, so that a run that is broken off leaves what it has.
for (const kind of bench.cells) writeDocument([await measure[kind]()], notes)
bench.say('written: docs/benchmarks.md')
