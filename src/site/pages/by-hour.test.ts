import { expect, test } from 'vitest'
import { byHour } from './by-hour.ts'

const noon = 1_800_014_400

function point(minutes: number, announcesPerSecond: number, peers: number) {
  return {
    startSeconds: noon + minutes * 60,
    announcesPerSecond,
    torrents: peers * 2,
    peers,
    seeders: 1,
  }
}

test('an hour is the mean of its points, and the newest comes first', () => {
  const hours = byHour([point(-5, 9, 90), point(0, 1, 10), point(5, 2, 11), point(60, 4, 7)])
  expect(hours).toEqual([
    point(60, 4, 7),
    { ...point(0, 1.5, 11), torrents: 21 },
    { ...point(-60, 9, 90) },
  ])
})

test('no points make no hours', () => {
  expect(byHour([])).toEqual([])
})
