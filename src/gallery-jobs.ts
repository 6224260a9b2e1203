/** What a gallery tracker does by the clock, beside its housekeeping of every minute: one job after the other. */
import { setTimeout as waitFor } from 'node:timers/promises'
import { systemClock } from '#base/clock'
import type { Config } from '#config/config'
import { computeSuspicions } from '#index/accounting/compute-suspicions'
import { computeToplists } from '#index/toplists/compute-toplists'
import type { ApiParts } from '#operate/api/api-parts'
import type { Job } from './job-runner.ts'

export type GalleryJobsOptions = {
  /** The configuration in force. */
  readonly current: () => Config
  readonly parts: ApiParts
}

/** How often what is made of statistics is made anew; a job that takes long rests longer. */
const statisticsSeconds = 900

/** How late a petition comes into force, or is cleared, that nobody looks at. */
const petitionSeconds = 60

/** How late a member hears of what happened, and how late a mail with it goes. */
const noticeSeconds = 60

/** Notices grow slowly. */
const noticeTidySeconds = 6 * 3600

/** How late it is seen that a day has passed since the last purge. */
const purgeSeconds = 900

/** Nobody is in a hurry to see what does not balance. */
const suspicionSeconds = 3600

/** Between two queries of a job, so that those of visitors come first. */
const restMs = 5

export function galleryJobs({ current, parts }: GalleryJobsOptions): readonly Job[] {
  const { database, petitions, noticeJobs, purge } = parts
  return [
    {
      name: 'notices',
      everySeconds: () => noticeSeconds,
      run: async (signal) => {
        await noticeJobs?.tell(signal)
        await noticeJobs?.mail(signal)
      },
    },
    {
      name: 'notices_tidy',
      everySeconds: () => noticeTidySeconds,
      run: async (signal) => await noticeJobs?.tidy(signal),
    },
    {
      name: 'purge',
      everySeconds: () => purgeSeconds,
      run: async () => void (await purge?.runDaily()),
    },
    {
      name: 'petitions',
      everySeconds: () => petitionSeconds,
      run: async (signal) => await petitions?.sweep(signal),
    },
    {
      name: 'suspicions',
      everySeconds: () => suspicionSeconds,
      run: computeSuspicions({
        repository: database.suspicions,
        keepDays: () => current().suspicions.keepDays,
        clock: systemClock,
        rest: () => waitFor(restMs, undefined, { ref: false }),
      }),
    },
    {
      name: 'toplists',
      everySeconds: () => statisticsSeconds,
      run: computeToplists({
        repository: database.toplists,
        weights: () => current().toplists,
        clock: systemClock,
        rest: () => waitFor(restMs, undefined, { ref: false }),
      }),
    },
  ]
}
