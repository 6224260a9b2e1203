import { expect, test } from 'vitest'
import { ascii } from './bytes.ts'
import {
  allFailures,
  Failure,
  failureDescriptions,
  failureText,
  failureTextBytesMax,
} from './failure.ts'

const descriptions = allFailures.map((failure) => failureDescriptions[failure])

test('no failure is 0, and the others are numbered without gaps', () => {
  expect(Failure.none).toBe(0)
  expect(allFailures).toEqual(allFailures.map((_, index) => index + 1))
})

test('codes are kebab-case and, like the texts, unique', () => {
  for (const { code } of descriptions) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
  expect(new Set(descriptions.map(({ code }) => code)).size).toBe(descriptions.length)
  expect(new Set(descriptions.map(({ text }) => text)).size).toBe(descriptions.length)
})

test('texts are printable ASCII, not empty, and at most 200 bytes', () => {
  for (const { text } of descriptions) {
    expect(text).toMatch(/^[\x20-\x7e]+$/)
    expect(text.length).toBeLessThanOrEqual(failureTextBytesMax)
  }
  expect(failureTextBytesMax).toBe(200)
})

test('the encoded text is the text', () => {
  for (const failure of allFailures) {
    expect(failureText(failure)).toEqual(ascii(failureDescriptions[failure].text))
  }
})

test('only a torrent that is not here, or not any more, makes Transmission stop announcing', () => {
  const stops = descriptions.filter(({ text }) =>
    /unregistered torrent|torrent not registered/i.test(text),
  )
  expect(stops.map(({ code }) => code)).toEqual([
    'torrent-unregistered',
    'torrent-expunged',
    'torrent-removed',
    'torrent-purged',
  ])
})

test('no text makes Transmission shrink its scrapes', () => {
  for (const { text } of descriptions)
    expect(text).not.toMatch(/bad request|get string too long|request-uri too long/i)
})

test('a failure about a parameter names the parameter', () => {
  for (const { code, text } of descriptions) {
    if (/^info-hash-(?!denied)/.test(code)) expect(text).toContain('info_hash')
    if (code.startsWith('peer-id')) expect(text).toContain('peer_id')
    if (code.startsWith('port')) expect(text).toContain('port')
  }
})

test('retry in is a positive number of minutes, of the minimum interval, never, or not stated (BEP 31)', () => {
  for (const { retryIn } of descriptions) {
    if (typeof retryIn === 'number') {
      expect(Number.isInteger(retryIn) && retryIn > 0).toBe(true)
    } else expect(['min interval', 'never', 'unstated']).toContain(retryIn)
  }
})
