/** What a member was told, and what they want to be told, for the export of what is stored of them. */
import type { ExportPart } from '#index/members/member-export'
import type { Notice } from './notice.ts'
import type { NoticeRepository } from './notice-repository.ts'

const noticesAtOnce = 500

export function noticeExport(repository: Pick<NoticeRepository, 'allOf'>): ExportPart {
  return {
    name: 'notices',
    rowsOf: async function* (memberId) {
      let after = 0
      for (;;) {
        const notices = await repository.allOf(memberId, after, noticesAtOnce)
        yield* notices.map(rowOf)
        const last = notices.at(-1)
        if (last === undefined || notices.length < noticesAtOnce) return
        after = last.id
      }
    },
  }
}

export function noticeSettingsExport(repository: Pick<NoticeRepository, 'settings'>): ExportPart {
  return {
    name: 'notice_settings',
    rowsOf: async function* (memberId) {
      for (const [kind, channels] of Object.entries(await repository.settings(memberId)))
        yield { kind, on_site: channels.onSite, by_mail: channels.byMail }
    },
  }
}

function rowOf({ kind, event, target, facts, at, isRead }: Notice): object {
  const time = new Date(at * 1000).toISOString()
  return { kind, event, [target.kind]: target.id, facts, at: time, is_read: isRead }
}
