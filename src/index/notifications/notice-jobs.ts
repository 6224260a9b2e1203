/** What is done by the clock for those who are to be told something: looking for it, mailing it, forgetting it. */
import { noticeDaysMax, noticesPerMemberMax } from '#base/limits'
import { mailNotices, type NoticeMailing } from './mail-notices.ts'
import type { NoticeTelling } from './notice-telling.ts'
import { tellActs } from './tell-acts.ts'
import { tellCompletions } from './tell-completions.ts'
import { tellVersions } from './tell-versions.ts'

/** All reject with StorageError. What `signal` ends goes on where it was, the next time. */
export type NoticeJobs = {
  /** Looks through what happened since the last time. */
  readonly tell: (signal: AbortSignal) => Promise<void>
  readonly mail: (signal: AbortSignal) => Promise<void>
  /** Deletes what is too old, and what is too much. */
  readonly tidy: (signal: AbortSignal) => Promise<void>
}

const forgottenAtOnce = 5000
const membersAtOnce = 500

export function createNoticeJobs(options: NoticeTelling & NoticeMailing): NoticeJobs {
  return {
    tell: async (signal) => {
      for (const step of [tellActs, tellVersions, tellCompletions])
        while (!signal.aborted && (await step(options)));
    },
    mail: (signal) => mailNotices(options, signal),
    tidy: (signal) => tidy(options, signal),
  }
}

async function tidy(
  { repository, clock }: Pick<NoticeTelling, 'repository' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const before = clock.nowSeconds() - noticeDaysMax * 86_400
  while (!signal.aborted && (await repository.forget(before, forgottenAtOnce)) > 0);
  for (let last: number | undefined = 0; last !== undefined && !signal.aborted; )
    last = await repository.trim(last, noticesPerMemberMax, membersAtOnce)
}
