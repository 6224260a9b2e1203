/**
 * Clients that move bytes, and what is known of it without any accounting: what each truly moved, and what a tracker
 * that loses memory now and then must have counted at least. It imports nothing of the program.
 *
 * A life of a client lasts from its start to its end; its counters begin with 0. Of each life is noted what was heard
 * first and last, and up to where that was stored. Announces that come so close together that nobody knows their order may
 * count or not. A life under the peer id of one before may be taken for that one's while announces of it may still
 * come: then as much may be lost as that one has moved, and all of a life that ends before it is believed.
 */
import type { SeededRandom } from '../support/seeded-random.ts'

export const intervalSeconds = 1800
export const minIntervalSeconds = 900

export type Event = 'none' | 'started' | 'stopped' | 'completed'

/** What a client sends. */
export type Sent = {
  readonly client: SimulatedClient
  readonly peerId: string
  readonly event: Event
  readonly uploaded: number
  readonly downloaded: number
  readonly left: number
}

export type Torrent = {
  readonly id: number
  readonly sizeBytes: number
  readonly uploaderId: number
}

/** So long after another announce nobody mistakes their order: one may come late, and a clock is a minute ahead. */
const orderedSeconds = 91

/** No announce from before comes so late, nor is taken to. */
const sureSeconds = 120 + orderedSeconds

type Counters = { readonly uploaded: number; readonly downloaded: number }

/** What a member with a torrent must have been credited. */
export type Bounds = {
  readonly most: Counters
  readonly least: Counters
  readonly mayComplete: boolean
  readonly mustComplete: boolean
  /** While any client of the member seeded. */
  readonly seedSeconds: number
  /** How much the tracker may be wrong there: clocks, and clients that were away without telling. */
  readonly seedErrorSeconds: number
}

const nothing: Counters = { uploaded: 0, downloaded: 0 }

class Life {
  readonly peerId: string
  uploaded = 0
  downloaded = 0
  /** Undefined while nothing was heard of it. */
  first: Counters | undefined
  firstAt = 0
  last: Counters | undefined
  isFirstStored = false
  lastStored: Counters | undefined
  /** Somebody else has used the peer id, and the tracker was not told that this is another life: all of it may be lost. */
  isUntold = false
  /** What may be lost of it because it may be that of the lives before it under its peer id. */
  spare: Counters = nothing
  /** In so many steps, of which the next may be at `doubtedUntil`, it is believed to be another life. */
  doubts = 0
  doubtedUntil = 0
  isBeliefStored = true
  /** When it had everything, and when it ended. */
  seedsFrom: number | undefined
  endsAt: number | undefined

  constructor(peerId: string) {
    this.peerId = peerId
  }

  get counters(): Counters {
    return { uploaded: this.uploaded, downloaded: this.downloaded }
  }
}

export class SimulatedClient {
  readonly memberId: number
  readonly torrent: Torrent
  readonly lives: Life[] = []
  /** When it does something next; it announces a minute or two apart at least. */
  nextAt: number
  /** Bytes that it has: they outlast its lives. */
  has: number
  isRunning = false
  hasCompleted = false
  isCompletionHeard = false
  isCompletionStored = false
  /** When something of it came last, and when that was its end; 0 where it was not, or is not sure. */
  heardAt = 0
  endHeardAt = 0
  endStoredAt = 0
  readonly #random: SeededRandom

  constructor(memberId: number, torrent: Torrent, random: SeededRandom, now: number) {
    this.memberId = memberId
    this.torrent = torrent
    this.#random = random
    this.nextAt = now + random.below(intervalSeconds)
    this.has = memberId === torrent.uploaderId || random.below(5) === 0 ? torrent.sizeBytes : 0
  }

  get life(): Life {
    const life = this.lives.at(-1)
    if (life === undefined) throw new Error('it has not begun')
    return life
  }

  /** What it sends at `now`. */
  act(now: number): Sent {
    if (!this.isRunning) return this.#start(now)
    this.#move()
    if (this.has === this.torrent.sizeBytes) this.life.seedsFrom ??= now
    if (this.#random.below(60) === 0) return this.#stop(now)
    this.nextAt = now + intervalSeconds - this.#random.below(120)
    const isEnd =
      !this.hasCompleted && this.has === this.torrent.sizeBytes && this.life.downloaded > 0
    if (!isEnd) return this.#say('none')
    this.hasCompleted = true
    this.#hurry(now)
    return this.#say('completed')
  }

  #start(now: number): Sent {
    this.isRunning = true
    // Some keep their peer id over a restart.
    const before = this.lives.at(-1)
    const keeps = before !== undefined && this.#random.below(2) === 0
    this.lives.push(new Life(keeps ? before.peerId : `-qB5000-${this.#letters()}`))
    this.life.isUntold = keeps
    if (this.has === this.torrent.sizeBytes) this.life.seedsFrom = now
    this.nextAt = now + 120 + this.#random.below(intervalSeconds)
    this.#hurry(now)
    return this.#say('started')
  }

  #stop(now: number): Sent {
    this.isRunning = false
    this.life.endsAt = now
    this.nextAt = now + 200 + this.#random.below(6 * 3600)
    this.#hurry(now)
    return this.#say('stopped')
  }

  /** Some do the next thing before what they have said has come over all paths. */
  #hurry(now: number): void {
    if (this.#random.below(6) === 0) this.nextAt = now + 15
  }

  #move(): void {
    const { life, torrent } = this
    const wanted = Math.min(
      torrent.sizeBytes - this.has,
      this.#random.below(Math.floor(torrent.sizeBytes / 6)),
    )
    life.downloaded += wanted
    this.has += wanted
    if (this.#random.below(3) > 0) life.uploaded += this.#random.below(50_000_000)
  }

  #say(event: Event): Sent {
    const { peerId, counters } = this.life
    return { client: this, peerId, event, ...counters, left: this.torrent.sizeBytes - this.has }
  }

  #letters(): string {
    return Array.from({ length: 12 }, () => String.fromCharCode(97 + this.#random.below(26))).join(
      '',
    )
  }
}

export class SimulatedSwarm {
  readonly clients: SimulatedClient[]
  /** Those of whom something was heard that is not stored. */
  readonly #unstored = new Set<SimulatedClient>()

  constructor(clients: SimulatedClient[]) {
    this.clients = clients
  }

  /** The tracker hears this later, and nothing else of it. */
  delayed({ client }: Sent, now: number): void {
    client.heardAt = now
  }

  /** The tracker has heard this, once or several times. */
  heard({ client, event }: Sent, now: number): void {
    const { life, heardAt, endHeardAt } = client
    client.heardAt = now
    client.endHeardAt = 0
    this.#unstored.add(client)
    if (now - heardAt < orderedSeconds) {
      // The life may begin with the later one for the tracker.
      if (life.first !== undefined && now - life.firstAt < orderedSeconds)
        life.first = life.counters
      return
    }
    if (event === 'started' && life.isUntold) this.#begin(client, endHeardAt, now)
    else if (life.doubts > 0 && now >= life.doubtedUntil) {
      life.doubts--
      life.doubtedUntil = now + sureSeconds
    }
    const isEnd = event === 'stopped' && !life.isUntold && life.doubts === 0
    if (isEnd) client.endHeardAt = now
    if (life.first === undefined) life.firstAt = now
    life.first ??= life.counters
    life.last = life.counters
    if (event === 'completed') client.isCompletionHeard = true
  }

  /** A life under an old peer id is known for one by its `started`, if not at once. */
  #begin({ lives, life }: SimulatedClient, endHeardAt: number, now: number): void {
    life.isUntold = false
    if (endHeardAt > 0 && now - endHeardAt >= sureSeconds) return
    const before = lives.filter((one) => one !== life && one.peerId === life.peerId)
    life.spare = {
      uploaded: Math.max(...before.map(({ uploaded }) => uploaded)),
      downloaded: Math.max(...before.map(({ downloaded }) => downloaded)),
    }
    // It is proved that the one before has ended, and then that nothing of it can come any more.
    life.doubts = 2
    life.doubtedUntil = now + sureSeconds
    life.isBeliefStored = false
  }

  /** What was heard is stored. */
  stored(): void {
    for (const client of this.#unstored) {
      client.isCompletionStored ||= client.isCompletionHeard
      client.endStoredAt = client.endHeardAt
      for (const life of client.lives) {
        if (life.first !== undefined) life.isFirstStored = true
        life.lastStored = life.last
        life.isBeliefStored ||= life.doubts === 0
      }
    }
    this.#unstored.clear()
  }

  /** The tracker has forgotten all that is not stored. */
  crashed(): void {
    for (const client of this.#unstored) {
      client.isCompletionHeard = client.isCompletionStored
      client.endHeardAt = client.endStoredAt
      for (const life of client.lives) {
        if (!life.isFirstStored) {
          // It is heard of for the first time when it announces again; under an old peer id that is not told.
          life.first = undefined
          life.isUntold ||= client.lives.some((one) => one !== life && one.peerId === life.peerId)
        }
        life.last = life.lastStored
      }
    }
    this.#unstored.clear()
    // What it may have begun with is forgotten, even if it was stored that it is doubted.
    for (const { lives } of this.clients)
      for (const life of lives) life.isUntold ||= !life.isBeliefStored
  }

  /** Of the lives of each member with each torrent: what they moved, and what must have been counted of it. */
  bounds(now: number): Map<string, Bounds> {
    const bounds = new Map<string, Bounds>()
    for (const [key, clients] of Map.groupBy(this.clients, pairOf)) {
      const lives = clients.flatMap((client) => client.lives)
      const isOwn = clients.some(({ memberId, torrent }) => memberId === torrent.uploaderId)
      bounds.set(key, {
        most: sumOf(lives.map((life) => life.counters)),
        least: sumOf(lives.map(leastOf)),
        mayComplete:
          !isOwn &&
          clients.some(
            ({ hasCompleted, has, torrent, lives: all }) =>
              hasCompleted ||
              (has === torrent.sizeBytes && all.some(({ downloaded }) => downloaded > 0)),
          ),
        mustComplete: !isOwn && clients.some(({ isCompletionStored }) => isCompletionStored),
        seedSeconds: lengthOf(lives, now),
        // A clock is a minute ahead. A restart that nobody told of looks like a gap between announces.
        seedErrorSeconds:
          120 * lives.length + 2 * intervalSeconds * lives.filter((life) => life.isUntold).length,
      })
    }
    return bounds
  }
}

export function pairOf({ memberId, torrent }: SimulatedClient): string {
  return `${memberId}/${torrent.id}`
}

function leastOf({ first, lastStored, isUntold, isBeliefStored, spare }: Life): Counters {
  if (first === undefined || lastStored === undefined || isUntold || !isBeliefStored) return nothing
  return {
    uploaded: Math.max(0, lastStored.uploaded - first.uploaded - spare.uploaded),
    downloaded: Math.max(0, lastStored.downloaded - first.downloaded - spare.downloaded),
  }
}

/** How long any of the lives seeded. */
function lengthOf(lives: readonly Life[], now: number): number {
  const stretches = lives
    .flatMap(({ seedsFrom, endsAt = now }) =>
      seedsFrom === undefined ? [] : [{ seedsFrom, endsAt }],
    )
    .toSorted((one, other) => one.seedsFrom - other.seedsFrom)
  let [length, until] = [0, 0]
  for (const { seedsFrom, endsAt } of stretches) {
    length += Math.max(0, endsAt - Math.max(seedsFrom, until))
    until = Math.max(until, endsAt)
  }
  return length
}

function sumOf(all: readonly Counters[]): Counters {
  return {
    uploaded: all.reduce((sum, { uploaded }) => sum + uploaded, 0),
    downloaded: all.reduce((sum, { downloaded }) => sum + downloaded, 0),
  }
}
