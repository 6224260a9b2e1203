/** Who is told of a change of a petition: whose thing it is, who opened it, and who appealed. Nobody hears of their own act. */
import type { NewNotice, NoticeEvent } from '#index/notifications/notice'
import type { Petition } from './petition.ts'
import { isInPlace, nameOf, ownerOf, type Subject } from './petition-targets.ts'

export type PetitionNews = {
  /** Undefined where it was opened. */
  readonly before: Petition | undefined
  readonly after: Petition
  readonly subject: Subject
  /** Who did it; undefined where it came of itself. */
  readonly byId: number | undefined
}

export function noticesOf(news: PetitionNews): readonly NewNotice[] {
  return eventsOf(news).flatMap(({ event, toIds }) =>
    [...new Set(toIds)]
      .filter((memberId) => memberId !== news.byId)
      .map((memberId) => noticeOf(news, event, memberId)),
  )
}

type Telling = { readonly event: NoticeEvent; readonly toIds: readonly number[] }

function eventsOf({ before, after, subject }: PetitionNews): readonly Telling[] {
  const owner = ownerOf(subject).id
  const involved = [owner, after.starter.id]
  const opened: Telling[] =
    before === undefined ? [{ event: 'petition_opened', toIds: [owner] }] : []
  if (before?.state === after.state) return []
  if (after.state === 'appealed')
    return before?.state === 'active' ? [{ event: 'petition_appealed', toIds: involved }] : []
  if (after.state === 'restored') {
    // Taken out again since, which is told by whoever did that.
    if (!isInPlace(subject)) return []
    const appellants = after.appeal === undefined ? [] : [after.appeal.by.id]
    return [{ event: 'petition_restored', toIds: [...involved, ...appellants] }]
  }
  if (after.state === 'cleared') return [...opened, { event: 'petition_cleared', toIds: involved }]
  if (after.state !== 'active') return opened
  if (before?.state === 'appealed' && after.appeal !== undefined)
    return [{ event: 'petition_dismissed', toIds: [owner, after.appeal.by.id] }]
  // It says all that the first would have said.
  return [{ event: 'petition_expunged', toIds: involved }]
}

function noticeOf(
  { after, subject }: PetitionNews,
  event: NoticeEvent,
  memberId: number,
): NewNotice {
  return {
    memberId,
    kind: 'petition',
    event,
    target: { kind: 'petition', id: after.id },
    facts: { name: nameOf(subject), what: subject.kind },
    key: `petition:${after.id}:${event}:${after.stateAt}`,
  }
}
