/** Tells uploaders that others have completed their torrents: those of one look together, with what they have not read. */
import type { NewNotice } from './notice.ts'
import type { CompletedTorrent } from './notice-repository.ts'
import type { NoticeTelling } from './notice-telling.ts'
import { shortened, timesOf } from './notices.ts'

/** Completions of one step. */
const completionsAtOnce = 5000

/** False when nothing is left to look at. */
export async function tellCompletions(options: NoticeTelling): Promise<boolean> {
  const { repository } = options
  const after = await repository.mark('completions')
  const { rows, next } = await repository.completedAfter(after, completionsAtOnce)
  if (next === after) return false
  const notices = rows.map(noticeOf).map(shortened)
  await repository.addFrom('completions', { after, next }, notices, timesOf(options))
  return true
}

function noticeOf(completed: CompletedTorrent): NewNotice {
  const { torrentId, uploaderId, name, count, completionId } = completed
  return {
    memberId: uploaderId,
    kind: 'completion',
    event: 'torrent_completed',
    target: { kind: 'torrent', id: torrentId },
    facts: { name, count },
    key: `completed ${torrentId} ${completionId}`,
  }
}
