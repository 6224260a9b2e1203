import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AnnounceEvent } from '#tracker/wire/announce'
import { copiesLateSeconds } from './counter-step.ts'
import type { PairMark, SessionMark } from './marks.ts'
import { type Announced, type Settlement, settle } from './settle.ts'

const { none, started, stopped, completed } = AnnounceEvent
const intervalSeconds = 1800
const minIntervalSeconds = 900
const sizeBytes = 1000
const uploaderId = 9

const torrent = () => ({ sizeBytes, uploaderId })

/** Marks that go on from one settlement to the next, and all that was credited. */
class Book {
  readonly sessions = new Map<string, SessionMark>()
  readonly pairs = new Map<string, PairMark>()
  uploaded = 0
  downloaded = 0
  seedSeconds = 0
  completions: Settlement['completions'] = []
  anonymous = 0

  take(...announces: Announced[]): this {
    const settlement = settle(this, announces, { intervalSeconds, minIntervalSeconds, torrent })
    for (const [key, mark] of settlement.sessions) this.sessions.set(key, mark)
    for (const [key, pair] of settlement.pairs) this.pairs.set(key, pair)
    for (const credit of settlement.credits) {
      this.uploaded += credit.uploaded
      this.downloaded += credit.downloaded
      this.seedSeconds += credit.seedSeconds
    }
    this.completions = [...this.completions, ...settlement.completions]
    this.anonymous += settlement.anonymous.length
    return this
  }
}

/** A leecher's announce; with `uploaded` alone, a seeder's. */
function at(time: number, more: Partial<Announced> = {}): Announced {
  const counters = { uploaded: 0, downloaded: 0, left: 500 }
  const session = { torrentId: 1, memberId: 2, peer: 'one' }
  return { ...session, ...counters, at: time, event: none, ...more }
}

const seeding = { left: 0 }

describe('counters', () => {
  test('a session begins where its counters are, and is credited what they grow by', () => {
    const book = new Book().take(at(0, { uploaded: 70, downloaded: 7 }))
    expect([book.uploaded, book.downloaded]).toEqual([0, 0])
    book.take(at(1800, { uploaded: 170, downloaded: 8 }))
    expect([book.uploaded, book.downloaded]).toEqual([100, 1])
    book.take(at(2000, { uploaded: 171, downloaded: 8, event: stopped }))
    expect([book.uploaded, book.downloaded]).toEqual([101, 1])
  })

  test('the same announce from two addresses, or sent twice, counts once', () => {
    const book = new Book().take(at(0, { event: started }))
    const announce = at(1800, { uploaded: 100 })
    book.take(announce, announce, { ...announce, at: 1815 })
    expect(book.uploaded).toBe(100)
  })

  test('two clients of a member count both', () => {
    const other = { peer: 'other' }
    const book = new Book().take(at(0), at(0, other))
    book.take(at(1800, { uploaded: 100 }), at(1800, { ...other, uploaded: 10 }))
    expect(book.uploaded).toBe(110)
  })

  test('an announce that is older than the mark changes nothing', () => {
    const [old, newer] = [at(1800, { uploaded: 100 }), at(3600, { uploaded: 300 })]
    const book = new Book().take(at(0), newer)
    const marks = [...book.sessions.values()]
    book.take({ ...old, event: completed, left: 0 })
    expect(book.uploaded).toBe(300)
    expect(book.completions).toEqual([])
    expect([...book.sessions.values()]).toEqual(marks)
  })

  test('two announces of the same second count in either order', () => {
    const [less, more] = [at(10, { downloaded: 5 }), at(10, { ...seeding, downloaded: 500 })]
    for (const announces of [
      [less, { ...more, event: completed }],
      [{ ...more, event: completed }, less],
    ]) {
      const book = new Book().take(at(0, { event: started }), ...announces)
      expect([book.downloaded, book.completions.length]).toEqual([500, 1])
    }
  })

  test('lower counters with `started`, after a `stopped`, are a client that began anew', () => {
    const book = new Book().take(at(0), at(1800, { uploaded: 100, downloaded: 50, event: stopped }))
    book.take(at(2700, { event: started }), at(2800, { uploaded: 30, event: stopped }))
    expect(book.uploaded).toBe(130)
  })

  test('soon after it they are believed when nothing from before can come any more', () => {
    const pause = { uploaded: 100, event: stopped }
    const book = new Book().take(at(0), at(1800, pause), at(1860, { event: started }))
    book.take(at(1919, { uploaded: 20 }))
    expect(book.uploaded).toBe(100)
    book.take(at(1920, { uploaded: 30 }), at(4500, { uploaded: 40 }))
    expect(book.uploaded).toBe(140)
  })

  test('without a `stopped` they are when that is proved, and all since `started` counts', () => {
    const book = new Book().take(at(0), at(1800, { uploaded: 100, downloaded: 50 }))
    book.take(at(2000, { event: started }), at(2119, { uploaded: 30 }))
    expect(book.uploaded).toBe(100)
    book.take(at(2120, { uploaded: 60 }), at(3800, { uploaded: 65 }))
    expect(book.uploaded).toBe(165)
  })

  test('a `started` that comes late over another path counts nothing a second time', () => {
    const end = { uploaded: 30, downloaded: 500, left: 0 }
    const book = new Book().take(at(0, { event: started }), at(5, { ...end, event: completed }))
    book.take(at(8, { event: started }), at(10, { ...end, event: completed }))
    book.take(at(11, { ...end, event: stopped }), at(12, { event: started }))
    book.take(at(13, { ...end, event: completed }), at(14, { ...end, event: stopped }))
    expect([book.uploaded, book.downloaded, book.completions.length]).toEqual([30, 500, 1])
  })

  test('nor does a `stopped` that comes after the next `started`', () => {
    const late = { uploaded: 150, event: stopped }
    for (const restart of [1860, 2750]) {
      const book = new Book().take(at(0), at(1800, { uploaded: 100 }))
      book.take(at(restart, { event: started }), at(restart + 15, late))
      expect(book.uploaded).toBe(150)
      book.take(at(restart + 1800, { uploaded: 30 }))
      expect(book.uploaded).toBe(180)
    }
  })

  test('lower counters without it are one only when they are there still a minimum interval later', () => {
    const book = new Book().take(at(0), at(1800, { uploaded: 100 }))
    book.take(at(2000, { uploaded: 10 }), at(2015, { uploaded: 10 }), at(2899, { uploaded: 20 }))
    book.take(at(2899, { uploaded: 120 }))
    expect(book.uploaded).toBe(120)
    book.take(at(4000, { uploaded: 10 }), at(4900, { uploaded: 40 }), at(6000, { uploaded: 50 }))
    expect(book.uploaded).toBe(130)
  })

  test('one counter that went back is enough', () => {
    const book = new Book().take(at(0), at(1800, { uploaded: 100, downloaded: 100 }))
    book.take(at(2000, { uploaded: 200, downloaded: 10 }))
    expect([book.uploaded, book.downloaded]).toEqual([100, 100])
  })

  test('who stopped and goes on with the same counters is credited what comes in addition', () => {
    const book = new Book().take(at(0), at(1800, { uploaded: 100, event: stopped }))
    book.take(at(1801, { uploaded: 100, event: stopped }), at(90_000, { uploaded: 150 }))
    expect(book.uploaded).toBe(150)
  })
})

describe('seeding', () => {
  test('counts from one announce of a seeder to the next', () => {
    const book = new Book().take(at(0, seeding), at(1800, seeding))
    book.take(at(2000, { ...seeding, event: stopped }), at(2100, { ...seeding, event: started }))
    expect(book.seedSeconds).toBe(2000)
    expect(book.take(at(2200, seeding)).seedSeconds).toBe(2100)
  })

  test('begins when the download is complete', () => {
    const book = new Book().take(at(0), at(1800, { ...seeding, event: completed }))
    expect(book.seedSeconds).toBe(0)
    expect(book.take(at(1900, seeding)).seedSeconds).toBe(100)
  })

  test('does not count a gap of more than two intervals', () => {
    const book = new Book().take(at(0, seeding), at(2 * intervalSeconds + 1, seeding))
    expect(book.seedSeconds).toBe(0)
    book.take(at(4 * intervalSeconds + 1, seeding))
    expect(book.seedSeconds).toBe(2 * intervalSeconds)
  })

  test('with two clients counts once', () => {
    const other = { ...seeding, peer: 'other' }
    const book = new Book().take(at(0, seeding), at(600, other), at(1800, seeding))
    book.take(at(2400, other), at(3600, seeding), at(3700, { ...seeding, event: stopped }))
    expect(book.seedSeconds).toBe(3700)
    expect(book.take(at(4200, other)).seedSeconds).toBe(4200)
  })

  test('of two torrents counts for each', () => {
    const other = { ...seeding, torrentId: 7 }
    const book = new Book().take(at(0, seeding), at(0, other), at(100, seeding), at(100, other))
    expect(book.seedSeconds).toBe(200)
  })

  test('is not what was between a stop and a start that nobody heard of', () => {
    const book = new Book().take(at(0, { ...seeding, uploaded: 50 }))
    book.take(at(1000, { ...seeding, event: started }))
    expect(book.seedSeconds).toBe(0)
    book.take(at(2800, { ...seeding, uploaded: 60 }))
    expect(book.seedSeconds).toBe(1800)
  })

  test('counts from a `started` that is believed later', () => {
    const book = new Book().take(at(0, seeding), at(1800, { ...seeding, uploaded: 50 }))
    book.take(at(1900, { ...seeding, uploaded: 50, event: stopped }))
    book.take(at(2000, { ...seeding, event: started }), at(3800, { ...seeding, uploaded: 5 }))
    expect([book.uploaded, book.seedSeconds]).toEqual([55, 1900 + 1800])
  })
})

describe('a completion', () => {
  test('is what the client says, once for ever', () => {
    const end = { ...seeding, event: completed, downloaded: 10 }
    const book = new Book().take(
      at(0),
      at(100, end),
      at(101, end),
      at(200, { ...end, peer: 'two' }),
    )
    expect(book.completions).toEqual([{ memberId: 2, torrentId: 1, at: 100, isInferred: false }])
  })

  test('whose announce is lost shows in what was downloaded', () => {
    const book = new Book().take(at(0), at(1800, { downloaded: 499 }))
    book.take(at(3600, { ...seeding, downloaded: 499 }))
    expect(book.completions).toEqual([])
    book.take(at(3700), at(5400, { downloaded: 500 }), at(5500, { ...seeding, downloaded: 500 }))
    expect(book.completions).toEqual([{ memberId: 2, torrentId: 1, at: 5500, isInferred: true }])
  })

  test('of one client is not that another client of the member has everything', () => {
    const book = new Book().take(at(0), at(1800, { downloaded: 990, event: stopped }))
    book.take(at(3600, { ...seeding, event: started, peer: 'had it before' }))
    expect(book.completions).toEqual([])
    book.take(at(3700, { left: 0, downloaded: 1000, event: stopped }))
    expect(book.completions).toHaveLength(1)
  })

  test('is none without the end, or of what somebody else brought along', () => {
    const book = new Book().take(at(0, { event: completed }), at(100, seeding), at(1900, seeding))
    expect(book.completions).toEqual([])
  })

  test('of the uploader is none', () => {
    const own = { memberId: uploaderId }
    const book = new Book().take(at(0, own), at(1800, { ...own, ...seeding, downloaded: 1000 }))
    book.take(at(1900, { ...own, ...seeding, event: completed, downloaded: 1000 }))
    expect(book.completions).toEqual([])
    expect(book.downloaded).toBe(1000)
  })

  test('of somebody without a key is a thing of its own', () => {
    const nobody = { memberId: 0, uploaded: 100 }
    const book = new Book().take(at(0, nobody), at(1, { ...nobody, ...seeding, event: completed }))
    book.take(at(2, { ...nobody, ...seeding }))
    expect([book.anonymous, book.uploaded, book.sessions.size, book.completions]).toEqual([
      1,
      0,
      0,
      [],
    ])
  })
})

/** A client's life with one torrent: how much it moves between announces, and how long it waits. */
const life = fc.record({
  peer: fc.constantFrom('one', 'other'),
  torrentId: fc.integer({ min: 1, max: 2 }),
  memberId: fc.integer({ min: 1, max: 2 }),
  steps: fc.array(
    fc.record({
      seconds: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4000 })),
      uploaded: fc.integer({ min: 0, max: 400 }),
      downloaded: fc.integer({ min: 0, max: 400 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

type Truth = { readonly announces: Announced[]; uploaded: number; downloaded: number }

/** What the lives announce one after the other, so long apart, and what they move after their first announce. */
function liveAll(lives: readonly Life[], pauseSeconds = 5): Truth {
  const truth: Truth = { announces: [], uploaded: 0, downloaded: 0 }
  let now = 0
  for (const { steps, ...session } of lives) {
    let [up, down] = [0, 0]
    truth.announces.push(at((now += pauseSeconds), { ...session, event: started }))
    for (const [index, step] of steps.entries()) {
      up += step.uploaded
      down += step.downloaded
      const event = index === steps.length - 1 ? stopped : none
      const counters = { uploaded: up, downloaded: down, left: Math.max(0, 500 - down) }
      truth.announces.push(at((now += step.seconds), { ...session, ...counters, event }))
    }
    truth.uploaded += up
    truth.downloaded += down
  }
  return truth
}

describe('whatever clients live through', () => {
  const lives = fc.array(life, { minLength: 1, maxLength: 6 })

  test('all that they move is credited where nothing is lost', () => {
    fc.assert(
      fc.property(lives, (all) => {
        const { announces, uploaded, downloaded } = liveAll(all, copiesLateSeconds)
        const book = new Book().take(...announces)
        expect([book.uploaded, book.downloaded]).toEqual([uploaded, downloaded])
      }),
    )
  })

  test('no more is credited than they move, however announces are lost, repeated and late', () => {
    const disorder = fc.array(fc.nat(1000), { maxLength: 80 })
    fc.assert(
      fc.property(lives, disorder, (all, order) => {
        const { announces, uploaded, downloaded } = liveAll(all)
        const heard = order.map((number) => announces[number % announces.length] as Announced)
        const book = new Book()
        for (const announce of heard) book.take(announce)
        expect(book.uploaded).toBeLessThanOrEqual(uploaded)
        expect(book.downloaded).toBeLessThanOrEqual(downloaded)
        const last = Math.max(0, ...announces.map(({ at: time }) => time))
        // Two members with two torrents each.
        expect(book.seedSeconds).toBeLessThanOrEqual(4 * last)
        expect(
          new Set(book.completions.map((one) => `${one.memberId}/${one.torrentId}`)).size,
        ).toBe(book.completions.length)
      }),
    )
  })

  test('nor however late their copies come over other paths, up to the time that is granted', () => {
    const copies = fc.array(fc.array(fc.nat(copiesLateSeconds - 1), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(lives, copies, (all, delays) => {
        const { announces, uploaded, downloaded } = liveAll(all)
        const heard = announces.flatMap((announce, index) => {
          const delaysOfIt = delays[index % delays.length] ?? []
          return delaysOfIt.map((delay) => ({ ...announce, at: announce.at + delay }))
        })
        const book = new Book().take(...heard.toSorted((one, other) => one.at - other.at))
        expect(book.uploaded).toBeLessThanOrEqual(uploaded)
        expect(book.downloaded).toBeLessThanOrEqual(downloaded)
      }),
      { numRuns: 300 },
    )
  })

  test('it does not matter how announces are put together, nor whether they come again', () => {
    fc.assert(
      fc.property(lives, fc.nat(60), (all, cut) => {
        const { announces } = liveAll(all)
        const whole = new Book().take(...announces)
        const pieces = new Book().take(...announces.slice(0, cut)).take(...announces.slice(cut))
        expect(pieces).toEqual(whole)
        // A crash between: what was settled comes a second time.
        pieces.take(...announces.slice(-1))
        expect(pieces).toEqual(whole)
      }),
    )
  })
})
