/**
 * What a simulated swarm has moved, and what a tracker has credited for it: every difference that nobody can explain, and
 * how much was lost by the two losses that there may be. (What a session moved after the last of it that was stored, and the
 * first interval of one that a crash has forgotten; a restart that nobody told of is such a beginning, too.)
 */
import { createReconcile } from '#index/accounting/reconcile'
import type { Database } from '#index/storage/database'
import type { Catalogue } from './catalogue.ts'
import type { Bounds, SimulatedSwarm } from './simulated-swarm.ts'

export type SimulationReport = {
  /** What must not be, in words; none. */
  readonly differences: readonly string[]
  /** Members with a torrent. */
  readonly pairs: number
  /** Bytes that clients have moved, that were credited, and that no loss excuses. */
  readonly moved: number
  readonly credited: number
  readonly certain: number
  /** Seconds that members seeded, and that were credited. */
  readonly seeding: number
  readonly seeded: number
  readonly completions: number
  /** Sums that were recomputed from their details. */
  readonly reconciled: number
}

export async function reportOf(
  database: Database,
  swarm: SimulatedSwarm,
  catalogue: Catalogue,
  nowSeconds: number,
): Promise<SimulationReport> {
  const differences: string[] = []
  const sums = { moved: 0, credited: 0, certain: 0, seeding: 0, seeded: 0 }
  const bounds = swarm.bounds(nowSeconds)
  for (const [pair, expected] of bounds) {
    const { uploaded, downloaded, seedSeconds, completedAt } = await creditOf(database, pair)
    const found = { uploaded, downloaded, seedSeconds, isCompleted: completedAt !== undefined }
    differences.push(...differencesOf(expected, found).map((what) => `${pair}: ${what}`))
    const { most, least } = expected
    sums.moved += most.uploaded + most.downloaded
    sums.certain += least.uploaded + least.downloaded
    sums.credited += uploaded + downloaded
    sums.seeding += expected.seedSeconds
    sums.seeded += seedSeconds
  }
  const completions = await checkCompletions(database, catalogue, differences)
  const reconciled = await createReconcile({ repository: database.statistics }).run()
  if (reconciled.differing > 0)
    differences.push(`sums: ${JSON.stringify(reconciled.differences.slice(0, 3))}`)
  return { ...sums, pairs: bounds.size, completions, differences, reconciled: reconciled.compared }
}

type Credit = {
  readonly uploaded: number
  readonly downloaded: number
  readonly seedSeconds: number
}

async function creditOf(
  database: Database,
  pair: string,
): Promise<Credit & { readonly completedAt: number | undefined }> {
  const [memberId = 0, torrentId = 0] = pair.split('/').map(Number)
  const found = await database.statistics.memberTorrent(memberId, torrentId)
  return found ?? { uploaded: 0, downloaded: 0, seedSeconds: 0, completedAt: undefined }
}

function differencesOf(
  { most, least, mayComplete, mustComplete, seedSeconds, seedErrorSeconds }: Bounds,
  found: Credit & { readonly isCompleted: boolean },
): string[] {
  const differences: string[] = []
  for (const name of ['uploaded', 'downloaded'] as const) {
    if (found[name] > most[name]) differences.push(`${name} ${found[name]}, moved ${most[name]}`)
    if (found[name] < least[name]) differences.push(`${name} ${found[name]}, sure ${least[name]}`)
  }
  if (found.seedSeconds > seedSeconds + seedErrorSeconds)
    differences.push(`seeded ${found.seedSeconds} s of ${seedSeconds} s`)
  if (found.isCompleted && !mayComplete) differences.push('completed what nobody downloaded')
  if (!found.isCompleted && mustComplete) differences.push('not completed')
  return differences
}

/** What uploaders and the owner have is what others have completed, once each; and ten points for each. */
async function checkCompletions(
  database: Database,
  { torrents, ownerId }: Catalogue,
  differences: string[],
): Promise<number> {
  const completions = await database.statistics.completionsAfter(0, 1_000_000)
  const pairs = new Set(completions.map(({ memberId, torrentId }) => `${memberId}/${torrentId}`))
  if (pairs.size < completions.length) differences.push('a pair is completed twice')
  for (const memberId of new Set([ownerId, ...torrents.map(({ uploaderId }) => uploaderId)])) {
    const own = new Set(
      torrents.filter(({ uploaderId }) => uploaderId === memberId).map(({ id }) => id),
    )
    const uploads = completions.filter(({ torrentId }) => own.has(torrentId)).length
    const galleries = completions.filter(
      (one) => memberId === ownerId && one.memberId !== ownerId,
    ).length
    const sums = await database.statistics.memberSums(memberId)
    const { balance } = await database.points.balanceOf(memberId)
    if ((sums?.torrentCompletes ?? 0) !== uploads || (sums?.galleryCompletes ?? 0) !== galleries)
      differences.push(`member ${memberId} has not ${uploads} and ${galleries} completions`)
    if (balance !== 10 * (uploads + galleries))
      differences.push(`member ${memberId} has ${balance} points for ${uploads + galleries}`)
  }
  return completions.length
}
