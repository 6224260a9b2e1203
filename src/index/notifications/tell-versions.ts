/**
 * Tells those who uploaded or completed torrents of a gallery that it has a newer version. Its owner has made it, or is told
 * that somebody else has (`tell-acts.ts`).
 */
import { noticeAudienceMax } from '#base/limits'
import type { NewNotice } from './notice.ts'
import type { NewVersion } from './notice-repository.ts'
import { type NoticeTelling, unsettledOf } from './notice-telling.ts'
import { shortened, timesOf } from './notices.ts'

/** Galleries of one step: nearly all of them are no versions. */
const galleriesAtOnce = 1000

/** Members that are told in one write. */
const membersAtOnce = 1000

/** False when nothing is left to look at. */
export async function tellVersions(options: NoticeTelling): Promise<boolean> {
  const { repository, clock } = options
  const after = await repository.mark('versions')
  const { rows, next } = await repository.versionsAfter(after, unsettledOf(clock), galleriesAtOnce)
  if (next === after) return false
  // Told before the step is made: who was told already is not told again, should this be cut short.
  for (const version of rows) await tellOf(version, options)
  await repository.addFrom('versions', { after, next }, [], timesOf(options))
  return true
}

async function tellOf(version: NewVersion, options: NoticeTelling): Promise<void> {
  const { repository } = options
  for (let told = 0, last = 0; told < noticeAudienceMax; ) {
    const members = await repository.audience(version, last, membersAtOnce)
    const others = members.filter((memberId) => memberId !== version.ownerId)
    await repository.add(
      others.map((memberId) => shortened(noticeOf(version, memberId))),
      timesOf(options),
    )
    told += members.length
    last = members.at(-1) ?? last
    if (members.length < membersAtOnce) return
  }
}

function noticeOf({ galleryId, title }: NewVersion, memberId: number): NewNotice {
  return {
    memberId,
    kind: 'version',
    event: 'gallery_version',
    target: { kind: 'gallery', id: galleryId },
    facts: { name: title },
    key: `version ${galleryId}`,
  }
}
