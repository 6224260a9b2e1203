/** Where a member is told of a kind: in the site, by mail, in both or in neither. */
import { type NoticeKind, noticeKinds } from './notice.ts'

export type NoticeChannels = { readonly onSite: boolean; readonly byMail: boolean }

/** For each kind. */
export type NoticeSettings = Readonly<Record<NoticeKind, NoticeChannels>>

/** By mail comes what cannot wait until somebody looks: what is about to be lost, and what others did to it. */
export const usualChannels: NoticeSettings = {
  completion: { onSite: true, byMail: false },
  petition: { onSite: true, byMail: true },
  purge: { onSite: true, byMail: true },
  version: { onSite: true, byMail: false },
  staff: { onSite: true, byMail: true },
}

/** What a member has chosen, and the usual where they have not. */
export function settingsOf(chosen: Partial<NoticeSettings>): NoticeSettings {
  return { ...usualChannels, ...chosen }
}

export function eachKind(channelsOf: (kind: NoticeKind) => NoticeChannels): NoticeSettings {
  const [completion, petition, purge, version, staff] = noticeKinds
  return {
    completion: channelsOf(completion),
    petition: channelsOf(petition),
    purge: channelsOf(purge),
    version: channelsOf(version),
    staff: channelsOf(staff),
  }
}
