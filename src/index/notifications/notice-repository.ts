/**
 * What notices need of a database. A notice is stored where the member wants its kind on any channel; what is there
 * already under its key stays as it is. All reject with StorageError.
 */
import type { NewNotice, Notice, NoticeKind } from './notice.ts'
import type { NoticeChannels, NoticeSettings } from './notice-channels.ts'

export type NoticeTimes = {
  readonly at: number
  /** Whether mail can be sent at all; what is stored while it cannot is never mailed. */
  readonly hasMail: boolean
  /** Where those are told who have not chosen. */
  readonly usual: NoticeSettings
}

/** What the jobs look through for what is to be told. */
export type NoticeSource = 'completions' | 'versions' | 'acts'

/**
 * Times, both included, beside whose rows others may still be under way: a look ends before the first of them. What is
 * later comes of a clock that was ahead, and is looked at as if it were old.
 */
export type Unsettled = { readonly from: number; readonly upTo: number }

/** From a source, in the order of its ids: `next` is the mark of the next step. */
export type NoticeStep<Row> = { readonly rows: readonly Row[]; readonly next: number }

/** Completions of one torrent that were stored together. */
export type CompletedTorrent = {
  readonly torrentId: number
  readonly name: string
  readonly uploaderId: number
  readonly count: number
  /** The last of them. */
  readonly completionId: number
}

export type NewVersion = {
  readonly galleryId: number
  readonly ownerId: number
  readonly title: string
  readonly announceId: number
}

export type LoggedAct = {
  readonly id: number
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly detail: string
}

export type ChosenChannels = NoticeChannels & { readonly kind: NoticeKind }

export type MailedMember = {
  readonly memberId: number
  readonly name: string
  readonly address: string
}

export type NoticeRepository = {
  readonly add: (notices: readonly NewNotice[], times: NoticeTimes) => Promise<void>
  /** How far a source was looked through. */
  readonly mark: (source: NoticeSource) => Promise<number>
  /**
   * The same as `add`, in one transaction with the step from the mark `after` to `next`; nothing where somebody has made
   * it already. Completions of a torrent are added to those that the member has neither read yet nor had by mail.
   */
  readonly addFrom: (
    source: NoticeSource,
    step: { readonly after: number; readonly next: number },
    notices: readonly NewNotice[],
    times: NoticeTimes,
  ) => Promise<void>
  readonly completedAfter: (after: number, limit: number) => Promise<NoticeStep<CompletedTorrent>>
  /** Newer versions of galleries. */
  readonly versionsAfter: (
    after: number,
    unsettled: Unsettled,
    limit: number,
  ) => Promise<NoticeStep<NewVersion>>
  /** Who uploaded or completed torrents of other versions, beyond the id, by ascending id. */
  readonly audience: (
    version: NewVersion,
    afterId: number,
    limit: number,
  ) => Promise<readonly number[]>
  /** Entries of the audit log. */
  readonly actsAfter: (
    after: number,
    unsettled: Unsettled,
    limit: number,
  ) => Promise<NoticeStep<LoggedAct>>

  /** What is shown on the site, the newest first, before the id. */
  readonly page: (
    memberId: number,
    beforeId: number | undefined,
    limit: number,
  ) => Promise<readonly Notice[]>
  /** One of the member's, also where it goes by mail alone. */
  readonly find: (memberId: number, id: number) => Promise<Notice | undefined>
  /** Unread ones, `most` at most. */
  readonly unread: (memberId: number, most: number) => Promise<number>
  /** Those up to the id that are shown; what was read is not mailed any more. */
  readonly markRead: (memberId: number, upToId: number, at: number) => Promise<void>
  /** Kinds for which the member has chosen. */
  readonly settings: (memberId: number) => Promise<Partial<NoticeSettings>>
  /** What waits to be mailed is not, where mail is switched off. */
  readonly setSettings: (memberId: number, chosen: readonly ChosenChannels[]) => Promise<void>
  /** All that is kept, also what goes by mail alone; those beyond the id, by ascending id. */
  readonly allOf: (memberId: number, afterId: number, limit: number) => Promise<readonly Notice[]>

  /** Members beyond the id for whom mail waits, and who had none since `mailedBefore`. */
  readonly toMail: (
    afterId: number,
    mailedBefore: number,
    limit: number,
  ) => Promise<readonly MailedMember[]>
  /** What waits for a member, oldest first: from now on it is mailed. */
  readonly takeMail: (memberId: number, at: number) => Promise<readonly Notice[]>
  /** It could not be sent, and waits again. */
  readonly putMailBack: (memberId: number, at: number) => Promise<void>

  /** Deletes what is older than `before`; how many they were, `limit` at most. */
  readonly forget: (before: number, limit: number) => Promise<number>
  /** Deletes all but the newest `most` of each of `limit` members beyond the id; gives the last of these members. */
  readonly trim: (afterId: number, most: number, limit: number) => Promise<number | undefined>
}
