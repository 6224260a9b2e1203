import { expect, test } from 'vitest'
import { PausableWork } from './pausable-work.ts'

test('a pause waits for what is under way, and what comes up meanwhile waits for its end', async () => {
  const work = new PausableWork()
  const events: string[] = []
  const first = Promise.withResolvers<void>()
  const running = work.run(async () => {
    await first.promise
    events.push('first done')
  })
  const paused = work.pause().then(() => events.push('paused'))
  const waiting = work.run(async () => void events.push('second done'))
  expect(events).toEqual([])
  first.resolve()
  await Promise.all([running, paused])
  expect(events).toEqual(['first done', 'paused'])
  work.resume()
  await waiting
  expect(events).toEqual(['first done', 'paused', 'second done'])
})

test('what fails is over, too', async () => {
  const work = new PausableWork()
  const failing = work.run(() => Promise.reject(new Error('the database is away')))
  await work.pause()
  await expect(failing).rejects.toThrow('the database is away')
})
