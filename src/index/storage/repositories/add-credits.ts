/** Adds what a flush credits to the sums of members, of their days and of torrents. */
import { sql } from 'kysely'
import { dayOf } from '#base/day'
import type { AccountingFlush, PairCredit } from '#index/accounting/accounting-repository'
import { addUp } from './add-up.ts'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'
import type { StoredCompletion } from './store-completions.ts'
import { sumIn } from './sum-in.ts'

/** Of a member, and of one of their days where there is one. */
type MemberCredit = {
  readonly memberId: number
  readonly day: number
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
  readonly torrentCompletes: number
  readonly galleryCompletes: number
}

const noMemberCredit = {
  day: 0,
  uploaded: 0,
  downloaded: 0,
  seedSeconds: 0,
  torrentCompletes: 0,
  galleryCompletes: 0,
}

function memberCredit(
  credit: Pick<PairCredit, 'memberId' | 'uploaded' | 'downloaded' | 'seedSeconds'> & {
    readonly day?: number
  },
): MemberCredit {
  const { memberId, uploaded, downloaded, seedSeconds, day = 0 } = credit
  return { ...noMemberCredit, memberId, day, uploaded, downloaded, seedSeconds }
}

/** What a completion gives to the uploader and to the owner of the gallery; who is both has both. */
function completionCredits(completion: StoredCompletion): MemberCredit[] {
  const { uploader_id, gallery_owner_id, completed_at } = completion
  const day = dayOf(completed_at)
  const of = (memberId: number | null, credit: Partial<MemberCredit>): MemberCredit[] =>
    memberId === null ? [] : [{ ...noMemberCredit, day, memberId, ...credit }]
  return [
    ...of(uploader_id, { torrentCompletes: 1 }),
    ...of(gallery_owner_id, { galleryCompletes: 1 }),
  ]
}

const memberSums = [
  'uploaded',
  'downloaded',
  'seedSeconds',
  'torrentCompletes',
  'galleryCompletes',
] as const

/** To the totals of members, and to their days. */
export async function addMemberCredits(
  flushing: Flushing,
  { pairs, days }: Pick<AccountingFlush, 'pairs' | 'days'>,
  completions: readonly StoredCompletion[],
): Promise<void> {
  const credited = completions.flatMap(completionCredits)
  await addToTotals(flushing, [...pairs.map(memberCredit), ...credited])
  await addToDays(flushing, [...days.map(memberCredit), ...credited])
}

async function addToTotals(
  { transaction, engine }: Flushing,
  credits: readonly MemberCredit[],
): Promise<void> {
  const added = addUp(credits, ({ memberId }) => memberId, memberSums)
  if (added.length === 0) return
  const rows = added.map((one) => [one.memberId, ...memberSums.map((name) => one[name])])
  const { source, integer } = jsonRows(engine, rows)
  const sum = sumIn('member_totals')
  await sql`
    INSERT INTO member_totals (member_id, uploaded, downloaded, seed_seconds, torrent_completes,
      gallery_completes)
    SELECT ${integer(0)}, ${integer(1)}, ${integer(2)}, ${integer(3)}, ${integer(4)}, ${integer(5)}
    FROM ${source} WHERE true
    ON CONFLICT (member_id) DO UPDATE SET
      uploaded = ${sum('uploaded')}, downloaded = ${sum('downloaded')},
      seed_seconds = ${sum('seed_seconds')}, torrent_completes = ${sum('torrent_completes')},
      gallery_completes = ${sum('gallery_completes')}`.execute(transaction)
}

async function addToDays(
  { transaction, engine }: Flushing,
  credits: readonly MemberCredit[],
): Promise<void> {
  const added = addUp(credits, ({ memberId, day }) => `${memberId}/${day}`, memberSums)
  if (added.length === 0) return
  const rows = added.map((one) => [one.memberId, one.day, ...memberSums.map((name) => one[name])])
  const { source, integer } = jsonRows(engine, rows)
  const sum = sumIn('member_days')
  await sql`
    INSERT INTO member_days (member_id, day, uploaded, downloaded, seed_seconds, torrent_completes,
      gallery_completes)
    SELECT ${integer(0)}, ${integer(1)}, ${integer(2)}, ${integer(3)}, ${integer(4)}, ${integer(5)},
      ${integer(6)}
    FROM ${source} WHERE true
    ON CONFLICT (member_id, day) DO UPDATE SET
      uploaded = ${sum('uploaded')}, downloaded = ${sum('downloaded')},
      seed_seconds = ${sum('seed_seconds')}, torrent_completes = ${sum('torrent_completes')},
      gallery_completes = ${sum('gallery_completes')}`.execute(transaction)
}

const torrentSums = ['uploaded', 'downloaded', 'completes', 'anonymous'] as const

type TorrentCredit = { readonly torrentId: number } & {
  readonly [Sum in (typeof torrentSums)[number]]: number
}

/** `anonymous` has a torrent for each end of a download without a key. */
export async function addTorrentCredits(
  { transaction, engine }: Flushing,
  pairs: readonly PairCredit[],
  completions: readonly StoredCompletion[],
  anonymous: readonly number[],
): Promise<void> {
  const credits: TorrentCredit[] = [
    ...pairs.map(({ torrentId, uploaded, downloaded }) =>
      torrentCredit(torrentId, { uploaded, downloaded }),
    ),
    ...completions.map(({ torrent_id }) => torrentCredit(torrent_id, { completes: 1 })),
    ...anonymous.map((torrentId) => torrentCredit(torrentId, { anonymous: 1 })),
  ]
  const added = addUp(credits, ({ torrentId }) => torrentId, torrentSums)
  if (added.length === 0) return
  const rows = added.map((one) => [one.torrentId, ...torrentSums.map((name) => one[name])])
  const { source, integer } = jsonRows(engine, rows)
  const sum = sumIn('torrent_totals')
  await sql`
    INSERT INTO torrent_totals (torrent_id, uploaded, downloaded, completes, anonymous_completes)
    SELECT ${integer(0)}, ${integer(1)}, ${integer(2)}, ${integer(3)}, ${integer(4)}
    FROM ${source} WHERE true
    ON CONFLICT (torrent_id) DO UPDATE SET
      uploaded = ${sum('uploaded')}, downloaded = ${sum('downloaded')},
      completes = ${sum('completes')},
      anonymous_completes = ${sum('anonymous_completes')}`.execute(transaction)
}

function torrentCredit(torrentId: number, credit: Partial<TorrentCredit>): TorrentCredit {
  return { torrentId, uploaded: 0, downloaded: 0, completes: 0, anonymous: 0, ...credit }
}
