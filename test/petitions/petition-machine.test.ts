/** What holds of petitions whatever people do and whenever they do it. fast-check tells the seed of what it finds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance } from '#index/petitions/advance'
import type { Petition } from '#index/petitions/petition'
import { castVote } from '#index/petitions/petition-events'
import { scoreAt } from '#index/petitions/score'
import { moves, terms, Walk } from './petition-walk.ts'

/** Of the votes as they were cast, counted in another way than the program does. */
function sumAt({ votes, terms: { voteSeconds } }: Petition, at: number): number {
  let sum = 0
  for (const { weight, isFor, at: cast } of votes)
    if (cast <= at && (voteSeconds === undefined || at - cast < voteSeconds))
      sum += weight * (isFor ? 1 : -1)
  return sum
}

type Change = Walk['changes'][number]

/** `check` sees each change of each petition once. */
function changed(check: (change: Change) => void): void {
  walked((walk) => {
    walk.changes.splice(0).forEach(check)
  })
}

/** `check` sees all of them after every move. */
function walked(check: (walk: Walk) => void): void {
  fc.assert(
    fc.property(terms, moves, (given, all) => {
      const walk = new Walk(given)
      walk.make({ act: 'open', which: 0 })
      for (const move of all) {
        walk.make(move)
        check(walk)
      }
    }),
    { numRuns: 300 },
  )
}

describe('of petitions it holds that', () => {
  test('the score is the sum of the votes that count', () => {
    walked(({ petitions, now }) => {
      for (const petition of petitions)
        for (const at of [now, now - 700, now + 700])
          expect(scoreAt(petition, at)).toBe(sumAt(petition, at))
    })
  })

  test('nobody votes twice, and no vote is changed or withdrawn but by the uploader who decides', () => {
    changed(({ before, after: { votes, ending } }) => {
      expect(new Set(votes.map(({ by }) => by.id)).size).toBe(votes.length)
      const uploaderId = ending?.by === 'uploader' ? votes.at(-1)?.by.id : undefined
      const kept = before.votes.filter(({ by }) => before.ending || by.id !== uploaderId)
      expect(votes.slice(0, kept.length)).toEqual(kept)
    })
  })

  test('nothing is expunged below the threshold, nor before its hold is over', () => {
    changed(({ before, after }) => {
      if (after.state !== 'active' || before.ending !== undefined || after.ending === undefined)
        return
      const { by, at } = after.ending
      const { threshold, holdSeconds } = after.terms
      if (by === 'staff') return
      expect(sumAt(after, at)).toBeGreaterThanOrEqual(threshold)
      if (by === 'uploader') return
      expect(by).toBe('votes')
      for (let second = at - holdSeconds; second <= at; second++)
        expect(sumAt(after, second)).toBeGreaterThanOrEqual(threshold)
    })
  })

  test('what has enough votes is expunged when its hold is over, and not later', () => {
    walked((walk) => {
      walk.settle()
      const { petitions, now } = walk
      for (const petition of petitions) {
        const {
          state,
          stateAt,
          terms: { threshold, holdSeconds },
        } = petition
        const isEnough = sumAt(petition, now) >= threshold
        if (state === 'open') expect(isEnough).toBe(false)
        if (state !== 'held') continue
        expect(isEnough).toBe(true)
        expect(now).toBeLessThan(stateAt + holdSeconds)
      }
    })
  })

  test('one that is open has time left, or a vote that counts', () => {
    walked((walk) => {
      walk.settle()
      for (const {
        state,
        votes,
        terms: { clearsAt, voteSeconds },
      } of walk.petitions) {
        if (state !== 'open') continue
        if (clearsAt !== undefined) expect(walk.now).toBeLessThan(clearsAt)
        else if (voteSeconds !== undefined)
          expect(Math.max(...votes.map(({ at }) => at))).toBeGreaterThan(walk.now - voteSeconds)
      }
    })
  })

  test('at most one of a target is in force, and then none is voted on', () => {
    walked(({ petitions, changes }) => {
      const inForce = petitions.filter(({ state }) => state === 'active' || state === 'appealed')
      expect(inForce.length).toBeLessThanOrEqual(1)
      const hasComeIntoForce = changes
        .splice(0)
        .some(({ before, after }) => before.ending === undefined && after.state === 'active')
      if (hasComeIntoForce)
        expect(petitions.filter(({ ending }) => ending === undefined)).toEqual([])
    })
  })

  test('those that are over change no more by votes or time', () => {
    walked(({ petitions, now }) => {
      for (const petition of petitions) {
        if (petition.ending === undefined) continue
        expect(advance(petition, now + 1_000_000)).toBe(petition)
        const ballot = {
          by: { id: 999, name: '' },
          isFor: true,
          weight: 500,
          at: now,
          isDecisive: true,
        }
        expect(() => castVote(petition, ballot)).toThrow('the voting is over')
      }
    })
  })

  test('it makes no difference how often somebody looks', () => {
    fc.assert(
      fc.property(terms, moves, fc.array(fc.nat(4000), { maxLength: 8 }), (given, all, looks) => {
        const walk = new Walk(given)
        walk.make({ act: 'open', which: 0 })
        for (const move of all) walk.make(move)
        for (const petition of walk.petitions) {
          const end = walk.now + 4000
          const times = looks.map((after) => walk.now + after).toSorted((a, b) => a - b)
          const looked = times.reduce(advance, petition)
          expect(advance(looked, end)).toEqual(advance(petition, end))
        }
      }),
      { numRuns: 300 },
    )
  })
})

const hour = 3600
const gallery = {
  threshold: 100,
  holdSeconds: 900,
  voteSeconds: undefined,
  lastsSeconds: 7 * 24 * hour,
}

function vote(walk: Walk, voter: number, weight: number, isFor = true): void {
  walk.make({ act: 'vote', which: 0, voter, isFor, weight, isDecisive: false })
}

/** The state of the first petition after so long. */
function wait(walk: Walk, seconds: number): string {
  walk.make({ act: 'wait', which: 0, seconds })
  walk.settle()
  return walk.petitions[0]?.state ?? ''
}

describe('a petition', () => {
  test('is held for a quarter of an hour at 100, and falls back when somebody votes against it', () => {
    const walk = new Walk(gallery)
    walk.make({ act: 'open', which: 0 })
    vote(walk, 1, 94)
    expect(wait(walk, hour)).toBe('open')
    vote(walk, 2, 1)
    expect(wait(walk, 899)).toBe('held')
    vote(walk, 3, 1, false)
    expect(wait(walk, hour)).toBe('open')
    vote(walk, 4, 1)
    expect(wait(walk, 899)).toBe('held')
    expect(wait(walk, 1)).toBe('active')
  })

  test('about a gallery is cleared after seven days, but not while it is held', () => {
    const walk = new Walk(gallery)
    walk.make({ act: 'open', which: 0 })
    expect(wait(walk, 7 * 24 * hour - 1)).toBe('open')
    expect(wait(walk, 1)).toBe('cleared')
    const late = new Walk(gallery)
    late.make({ act: 'open', which: 0 })
    wait(late, 7 * 24 * hour - 10)
    vote(late, 1, 95)
    expect(wait(late, 20)).toBe('held')
    expect(wait(late, 900)).toBe('active')
  })

  test('about a torrent loses each vote after its seven days, and is cleared with the last', () => {
    const walk = new Walk({
      ...gallery,
      holdSeconds: 0,
      voteSeconds: 7 * 24 * hour,
      lastsSeconds: undefined,
    })
    walk.make({ act: 'open', which: 0 })
    wait(walk, 6 * 24 * hour)
    vote(walk, 1, 95)
    // That was enough at once: the first vote still counted.
    expect(wait(walk, 0)).toBe('active')
    const slow = new Walk({
      ...gallery,
      holdSeconds: 0,
      voteSeconds: 7 * 24 * hour,
      lastsSeconds: undefined,
    })
    slow.make({ act: 'open', which: 0 })
    wait(slow, 7 * 24 * hour - 1)
    vote(slow, 1, 94)
    expect(wait(slow, 1)).toBe('open')
    vote(slow, 2, 5)
    expect(wait(slow, 6 * 24 * hour)).toBe('open')
    expect(wait(slow, 24 * hour)).toBe('cleared')
  })

  test('about a torrent is at its threshold with the vote of the uploader, whatever the others say', () => {
    const walk = new Walk({ ...gallery, holdSeconds: 900 })
    walk.make({ act: 'open', which: 0 })
    vote(walk, 1, 60, false)
    walk.make({ act: 'vote', which: 0, voter: 2, isFor: true, weight: 1, isDecisive: true })
    const [petition] = walk.petitions
    expect(petition).toMatchObject({ state: 'active', ending: { by: 'uploader' } })
    expect(petition && scoreAt(petition, walk.now)).toBe(100)
  })
})
