/** What a notice says, in a sentence: the words of its event with the facts in them. */
import type { Notice } from '#index/notifications/notice'
import { formatCount } from '../format/format-count.ts'
import { formatDay } from '../format/format-time.ts'
import type { Texts } from '../texts/texts.ts'

export function noticeText(
  { notices, locale }: Pick<Texts, 'notices' | 'locale'>,
  { event, facts }: Pick<Notice, 'event' | 'facts'>,
): string {
  return notices.events[event]((name) => {
    const fact = facts[name] ?? ''
    if (typeof fact === 'string') return fact
    return name.endsWith('At') ? formatDay(fact) : formatCount(locale, fact)
  })
}
