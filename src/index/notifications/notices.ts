/**
 * What members are told, as the rest of the program sees it: whoever acts notes it, the site shows it. What is kept is
 * bounded: for each member a number and an age, beyond which the oldest go.
 */
import type { Clock } from '#base/clock'
import { noticeFactCharactersMax, noticesCountedMax } from '#base/limits'
import { type NewNotice, type Notice, type NoticeFacts, noticeKinds } from './notice.ts'
import { type NoticeSettings, settingsOf, usualChannels } from './notice-channels.ts'
import type { NoticeRepository, NoticeTimes } from './notice-repository.ts'

export type NoticesOptions = {
  readonly repository: NoticeRepository
  readonly clock: Clock
  /** Whether mail can be sent; a reload may change it. */
  readonly hasMail: () => boolean
}

/** All reject with StorageError. */
export type Notices = {
  /** For those whose act must not be done where nobody can be told of it. */
  readonly tell: (notices: readonly NewNotice[]) => Promise<void>
  /** The newest first, before the id. */
  readonly page: (
    memberId: number,
    beforeId: number | undefined,
    limit: number,
  ) => Promise<readonly Notice[]>
  /** One of the member's, also where it goes by mail alone. */
  readonly find: (memberId: number, id: number) => Promise<Notice | undefined>
  /** How many were not read; beyond `noticesCountedMax` they are not counted. */
  readonly unread: (memberId: number) => Promise<number>
  /** Those up to the id. */
  readonly markRead: (memberId: number, upToId: number) => Promise<void>
  readonly settingsOf: (memberId: number) => Promise<NoticeSettings>
  readonly choose: (memberId: number, settings: NoticeSettings) => Promise<void>
}

export function createNotices(options: NoticesOptions): Notices {
  const { repository, clock } = options
  return {
    tell: async (notices) => {
      if (notices.length > 0) await repository.add(notices.map(shortened), timesOf(options))
    },
    page: (memberId, beforeId, limit) => repository.page(memberId, beforeId, limit),
    find: (memberId, id) => repository.find(memberId, id),
    unread: (memberId) => repository.unread(memberId, noticesCountedMax),
    markRead: (memberId, upToId) => repository.markRead(memberId, upToId, clock.nowSeconds()),
    settingsOf: async (memberId) => settingsOf(await repository.settings(memberId)),
    choose: async (memberId, settings) => {
      const chosen = noticeKinds.map((kind) => ({ kind, ...settings[kind] }))
      await repository.setSettings(memberId, chosen)
    },
  }
}

export function timesOf({
  clock,
  hasMail,
}: Pick<NoticesOptions, 'clock' | 'hasMail'>): NoticeTimes {
  return { at: clock.nowSeconds(), hasMail: hasMail(), usual: usualChannels }
}

/** Names can be as long as a file name may be, and stand in a sentence here. */
export function shortened(notice: NewNotice): NewNotice {
  const entries = Object.entries(notice.facts).map(([name, fact]) => [name, shortFact(fact)])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...notice, facts: Object.fromEntries(entries) as NoticeFacts }
}

function shortFact(fact: string | number): string | number {
  if (typeof fact === 'number' || fact.length <= noticeFactCharactersMax) return fact
  return `${Array.from(fact)
    .slice(0, noticeFactCharactersMax - 1)
    .join('')}…`
}
