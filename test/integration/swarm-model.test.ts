/**
 * Thousands of random announces and scrapes over every protocol and family, compared step by step with a
 * reference model (conformance 1.5, S14; the bound of S13 is in swarm-limits.test.ts). A failure names its step; the
 * seed is in the test's name.
 */
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { scrape } from '../support/http-tracker.ts'
import {
  type ModelAnnouncer,
  type ModelReply,
  type ModelStep,
  openModelAnnouncers,
} from '../support/model-peers.ts'
import { randomHash } from '../support/random-hash.ts'
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts'
import { type ModelEvent, SwarmModel } from '../support/swarm-model.ts'
import { useWaggle } from '../support/use-waggle.ts'

const seed = 20_261_120
const stepCount = 10_000

/** A torrent and how many ports its peers use, so that swarms of every size come up. */
interface Torrent {
  readonly infoHash: Buffer
  readonly ports: number
  readonly model: SwarmModel
}

const events: readonly ModelEvent[] = [
  ...Array<ModelEvent>(9).fill('none'),
  ...Array<ModelEvent>(4).fill('started'),
  ...Array<ModelEvent>(3).fill('stopped'),
  ...Array<ModelEvent>(2).fill('completed'),
]

function randomStep(random: SeededRandom, torrent: Torrent, announcer: ModelAnnouncer): ModelStep {
  const isHttp = announcer.name.startsWith('HTTP')
  const pausing = isHttp && random.below(20) === 0
  return {
    infoHash: torrent.infoHash,
    port: 7000 + random.below(torrent.ports),
    left: random.below(3) === 0 ? 0 : 1 + random.below(1000),
    event: pausing ? 'paused' : random.pick(events),
    numwant: random.pick([0, 1, 5, 30, 50, 80, 200]),
  }
}

/** The reply that `step` may get, now that the model has taken it. */
function expectReply(
  torrent: Torrent,
  announcer: ModelAnnouncer,
  step: ModelStep,
  reply: ModelReply,
): void {
  const { complete, incomplete } = torrent.model.counts()
  expect({ complete: reply.complete, incomplete: reply.incomplete }).toEqual({
    complete,
    incomplete,
  })
  const candidates = torrent.model.candidates(`${announcer.address}:${step.port}`)
  const seeds = new Set(candidates.seeds.filter(announcer.tells))
  const leechers = new Set(candidates.leechers.filter(announcer.tells))
  const most = Math.min(step.numwant, announcer.peersMax, seeds.size + leechers.size)
  const told = new Set(reply.peers)
  expect(reply.peers).toHaveLength(step.event === 'stopped' ? 0 : most)
  expect(told.size).toBe(reply.peers.length)
  expect([...told].filter((peer) => !seeds.has(peer) && !leechers.has(peer))).toEqual([])
}

describe.for(drivers)('a random swarm on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test(`S14: ${stepCount} random steps agree with the model (seed ${seed})`, async () => {
    using stack = new DisposableStack()
    const random = seededRandom(seed)
    const announcers = await openModelAnnouncers(waggle(), stack)
    const torrents = [1, 3, 20, 120, 500].map(
      (ports): Torrent => ({ infoHash: randomHash(), ports, model: new SwarmModel() }),
    )
    for (let number = 0; number < stepCount; number++) {
      const torrent = random.pick(torrents)
      const announcer = random.pick(announcers)
      const step = randomStep(random, torrent, announcer)
      const peer = `${announcer.address}:${step.port}`
      try {
        const reply = await announcer.announce(step)
        torrent.model.announce({ peer, left: step.left, event: step.event })
        expectReply(torrent, announcer, step, reply)
        if (number % 50 === 0) {
          const counts = await scrape(waggle().http4, torrent.infoHash)
          expect(counts).toEqual(torrent.model.counts())
        }
      } catch (error) {
        const infoHash = torrent.infoHash.toString('hex')
        const what = JSON.stringify({ ...step, infoHash, ports: torrent.ports })
        throw new Error(`step ${number}, ${announcer.name}: ${what}`, { cause: error })
      }
    }
  })
})
