/**
 * The words of what members are told, in English. Those of an event are a function of its facts, which come as text that
 * is already formatted; `fact` gives '' for one that is not there.
 */
import type { NoticeEvent, NoticeKind } from '#index/notifications/notice'

/** One of the facts of a notice, by its name. */
export type Fact = (name: string) => string

export const enNotices = {
  title: 'Notices',
  /** In the header; `count` are not read. */
  link: (count: string | undefined) => (count === undefined ? 'Notices' : `Notices (${count})`),
  more: (count: string) => `${count}+`,
  lead: 'What happened to what is yours. Notices are kept for 90 days.',
  caption: 'Notices',
  what: 'What',
  kind: 'About',
  when: 'When',
  isNew: 'new',
  markRead: 'Mark all as read',
  none: {
    what: 'There are no notices.',
    why: 'What happens to your torrents and galleries stands here.',
    action: 'Choose what you are told',
  },
  summary: (count: string) => `${count} on this page`,
  unknown: {
    title: 'Nothing there',
    what: 'What this notice was about is not here any more, or the notice is not yours.',
    why: 'Notices are kept for 90 days, and what they are about may be gone before.',
    action: 'See all notices',
  },
  kinds: {
    completion: 'Completions of your torrents',
    petition: 'Petitions about what is yours',
    purge: 'Torrents that are about to be purged',
    version: 'New versions of galleries',
    staff: 'Acts of the staff',
  } satisfies Record<NoticeKind, string>,
  settings: {
    title: 'What you are told',
    link: 'Notices',
    lead: 'For each kind: whether it stands among your notices, and whether it comes by mail.',
    mail: 'Mail comes at most once an hour, with all that is new, to the confirmed address of your account.',
    noMail: 'This site sends no mail at the moment; what you choose holds for when it does.',
    noAddress: 'There is no confirmed address yet, so nothing comes by mail.',
    address: 'Give an address',
    onSite: (kind: string) => `${kind}: on the site`,
    byMail: (kind: string) => `${kind}: by mail`,
    submit: 'Save',
    done: 'It is as you have chosen.',
  },
  events: {
    torrent_completed: (fact) =>
      fact('count') === '1'
        ? `1 member has completed ${fact('name')}.`
        : `${fact('count')} members have completed ${fact('name')}.`,
    petition_opened: (fact) => `Somebody has put ${fact('name')} up for expunging.`,
    petition_expunged: (fact) => `${fact('name')} was expunged by a petition.`,
    petition_cleared: (fact) =>
      `The petition to expunge ${fact('name')} is over; nothing was done.`,
    petition_appealed: (fact) =>
      `There is an appeal against the petition that expunged ${fact('name')}.`,
    petition_dismissed: (fact) =>
      `The appeal for ${fact('name')} was dismissed; it stays expunged.`,
    petition_restored: (fact) =>
      `${fact('name')} is restored: the petition that expunged it is no longer in force.`,
    purge_coming: (fact) =>
      `Nobody seeds ${fact('name')}. It will be purged on ${fact('purgeAt')}; seed it to keep it.`,
    expunged_purge_coming: (fact) =>
      `${fact('name')} is expunged and will be purged on ${fact('purgeAt')}. Until then its page says why, and how it comes back.`,
    torrent_purged: (fact) => `${fact('name')} was purged: ${fact('reason')}.`,
    gallery_version: (fact) => `There is a new version of ${fact('name')}.`,
    torrent_removed: (fact) => `A moderator has taken out ${fact('name')}; its page says why.`,
    torrent_banned: (fact) => `A moderator has banned ${fact('name')}; the tracker refuses it.`,
    torrent_restored: (fact) => `A moderator has restored ${fact('name')}.`,
    torrent_edited: (fact) => `A moderator has edited ${fact('name')}.`,
    torrent_replaced: (fact) => `A moderator has replaced ${fact('name')} by another file.`,
    gallery_removed: (fact) =>
      `A moderator has taken the gallery ${fact('name')} out of the lists; its page says why.`,
    gallery_restored: (fact) =>
      `A moderator has put the gallery ${fact('name')} back into the lists.`,
    gallery_edited: (fact) => `A moderator has edited the gallery ${fact('name')}.`,
    member_banned: () => 'A moderator has kept you out; whoever runs the site can say why.',
    member_unbanned: () => 'You are let in again.',
    points_changed: (fact) =>
      `The staff has changed your points by ${fact('amount')}; the list of them says why.`,
    role_changed: (fact) => `Your role is now ${fact('role')}.`,
  } satisfies Record<NoticeEvent, (fact: Fact) => string>,
}
