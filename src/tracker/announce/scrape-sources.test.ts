import { expect, test } from 'vitest'
import { fullScrapeSourcesMax, fullScrapesPerSourceMax } from '#base/limits'
import { ScrapeSources } from './scrape-sources.ts'

const address = (...bytes: number[]): Uint8Array => {
  const whole = new Uint8Array(16)
  whole.set(bytes)
  return whole
}

function spend(sources: ScrapeSources, source: Uint8Array, family: 4 | 6, seconds: number): void {
  for (let count = 0; count < fullScrapesPerSourceMax; count++)
    sources.remember(source, family, seconds)
}

test('an IPv4 address has it a few times within so many seconds of the first', () => {
  const sources = new ScrapeSources()
  for (let count = 0; count < fullScrapesPerSourceMax; count++) {
    expect(sources.hadEnough(address(192, 0, 2, 1), 4, 1000 + count, 400)).toBe(false)
    sources.remember(address(192, 0, 2, 1), 4, 1000 + count)
  }
  expect(sources.hadEnough(address(192, 0, 2, 1), 4, 1399, 400)).toBe(true)
  expect(sources.hadEnough(address(192, 0, 2, 1, 99), 4, 1399, 400)).toBe(true)
  expect(sources.hadEnough(address(192, 0, 2, 2), 4, 1399, 400)).toBe(false)
  expect(sources.hadEnough(address(192, 0, 2, 1), 4, 1400, 400)).toBe(false)
})

test('an IPv6 network of 64 bits counts as one', () => {
  const sources = new ScrapeSources()
  spend(sources, address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 7, 7), 6, 1000)
  expect(sources.hadEnough(address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 8), 6, 1001, 400)).toBe(true)
  expect(sources.hadEnough(address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 2), 6, 1001, 400)).toBe(false)
  expect(sources.hadEnough(address(0x20, 1, 0xd, 0xb8), 4, 1001, 400)).toBe(false)
})

test('what was remembered before the clock was set back is forgotten', () => {
  const sources = new ScrapeSources()
  spend(sources, address(1), 4, 5000)
  expect(sources.hadEnough(address(1), 4, 1000, 400)).toBe(false)
})

test('there is a limit, and room again when the oldest are forgotten', () => {
  const sources = new ScrapeSources()
  for (let source = 0; source < fullScrapeSourcesMax; source++) {
    expect(sources.isFull).toBe(false)
    sources.remember(address(10, 0, source >> 8, source & 255), 4, 1000 + (source >> 6))
  }
  expect(sources.isFull).toBe(true)
  expect(sources.hadEnough(address(10, 0, 0, 0), 4, 1400, 400)).toBe(false)
  expect(sources.isFull).toBe(false)
})
