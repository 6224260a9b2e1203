import { describe, expect, test } from 'vitest'
import { type Job, JobRunner, restSecondsOf } from './job-runner.ts'

/** A runner whose waiting moves its clock, until `endSeconds`; what jobs do is in `done`, with the second they began. */
class JobWorld {
  readonly done: string[] = []
  readonly failures: unknown[] = []
  readonly runner: JobRunner
  seconds = 0
  running = 0

  constructor(jobs: (world: JobWorld) => readonly Job[], endSeconds: number) {
    this.runner = new JobRunner({
      jobs: jobs(this),
      clock: { nowSeconds: () => 1_800_000_000 + this.seconds },
      monotonicSeconds: () => this.seconds,
      wait: async (seconds) => {
        this.seconds += seconds
        if (this.seconds > endSeconds) this.runner.stop()
      },
      onFailure: (error) => this.failures.push(error),
    })
  }

  job(name: string, everySeconds: number, work: () => void = () => undefined): Job {
    return {
      name: name as Job['name'],
      everySeconds: () => everySeconds,
      run: async () => {
        this.running++
        expect(this.running).toBe(1)
        this.done.push(`${name} ${this.seconds}`)
        await Promise.resolve()
        work()
        this.running--
      },
    }
  }
}

describe('JobRunner', () => {
  test('runs each job soon after the start and then as often as it asks for, one at a time', async () => {
    const world = new JobWorld((jobs) => [jobs.job('a', 300), jobs.job('b', 400)], 800)
    await world.runner.run()
    expect(world.done).toEqual(['a 30', 'b 30', 'a 330', 'b 430', 'a 630'])
  })

  test('lets a job rest that took long, and runs the others meanwhile', async () => {
    const slow = (world: JobWorld) => () => {
      world.seconds += 100
    }
    const world = new JobWorld(
      (jobs) => [jobs.job('slow', 900, slow(jobs)), jobs.job('quick', 900)],
      3000,
    )
    await world.runner.run()
    expect(world.done).toEqual([
      'slow 30',
      'quick 130',
      'quick 1030',
      'quick 1930',
      'slow 2130',
      'quick 2830',
    ])
  })

  test('tells of a failure, runs the job again at its next time, and all others as ever', async () => {
    const failure = new Error('the database is away')
    const failOnce = (world: JobWorld) => () => {
      if (world.failures.length > 0) return
      world.running--
      throw failure
    }
    const world = new JobWorld(
      (jobs) => [jobs.job('a', 300, failOnce(jobs)), jobs.job('b', 300)],
      400,
    )
    await world.runner.run()
    expect(world.done).toEqual(['a 30', 'b 30', 'a 330', 'b 330'])
    expect(world.failures).toEqual([failure])
    expect(world.runner.stateOf('a' as Job['name'])).toEqual({
      doneAt: 1_800_000_330,
      lastSeconds: 0,
      failures: 1,
    })
  })

  test('sees a pause that a reload made shorter', async () => {
    const everySeconds = (): number => (world.seconds < 200 ? 10_000 : 600)
    const world = new JobWorld((jobs) => [{ ...jobs.job('a', 0), everySeconds }], 1000)
    await world.runner.run()
    expect(world.done).toEqual(['a 30', 'a 630'])
  })

  test('ends a job for a pause, and runs it again when the pause is over', async () => {
    const pausing = async (signal: AbortSignal): Promise<void> => {
      world.done.push(`begun ${world.seconds}`)
      if (world.done.length > 1) return
      void world.runner.pause().then(() => {
        world.done.push('paused')
        world.runner.resume()
      })
      expect(signal.aborted).toBe(true)
      await Promise.resolve()
    }
    const world = new JobWorld((jobs) => [{ ...jobs.job('a', 300), run: pausing }], 100)
    await world.runner.run()
    expect(world.done).toEqual(['begun 30', 'paused', 'begun 30'])
  })

  test('ends at once when it is stopped, and what that cuts short is no failure', async () => {
    const world = new JobWorld(
      (jobs) => [
        {
          ...jobs.job('a', 300),
          run: (signal) =>
            new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(new Error('cut short')))
              queueMicrotask(() => world.runner.stop())
            }),
        },
        jobs.job('b', 300),
      ],
      1000,
    )
    await world.runner.run()
    expect(world.failures).toEqual([])
    expect(world.done).toEqual([])
  })
})

test.each([
  ['a quick run', 0.4, 900],
  ['a run of a minute', 60, 1200],
  ['a run of an hour', 3600, 4 * 3600],
])('after %s a job of every 15 minutes rests %d s → %d s', (_, tookSeconds, restSeconds) => {
  expect(restSecondsOf(900, tookSeconds)).toBe(restSeconds)
})

test('a job that is due once a day rests a day', () => {
  expect(restSecondsOf(86_400, 7200)).toBe(86_400)
})
