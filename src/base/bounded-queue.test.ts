import { expect, test } from 'vitest'
import { BoundedQueue } from './bounded-queue.ts'

test('so many run, so many wait, and the rest is refused', async () => {
  const queue = new BoundedQueue({ runningMax: 2, waitingMax: 1 })
  const begun: string[] = []
  const work = (name: string) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const running = queue.run(async () => {
      begun.push(name)
      await promise
      return name
    })
    return { running, finish: resolve }
  }
  const [first, second, third] = [work('first'), work('second'), work('third')]
  expect(begun).toEqual(['first', 'second'])
  expect(work('fourth').running).toBeUndefined()
  second.finish()
  expect(await second.running).toBe('second')
  const fifth = work('fifth')
  expect(begun).toEqual(['first', 'second', 'third'])
  first.finish()
  third.finish()
  fifth.finish()
  expect(await Promise.all([first.running, third.running, fifth.running])).toEqual([
    'first',
    'third',
    'fifth',
  ])
})

test('what fails gives its place to the next', async () => {
  const queue = new BoundedQueue({ runningMax: 1, waitingMax: 1 })
  const failing = queue.run(() => Promise.reject(new Error('it fails')))
  const next = queue.run(() => Promise.resolve('done'))
  await expect(failing).rejects.toThrow('it fails')
  expect(await next).toBe('done')
  expect(await queue.run(() => Promise.resolve('once more'))).toBe('once more')
})
