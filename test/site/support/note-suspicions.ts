/** What a client reported that cannot be true, as the ledger stores it, and what is made of that by the clock. */
import { computeSuspicions } from '#index/accounting/compute-suspicions'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GallerySite } from './gallery-site.ts'

type Noted = {
  readonly site: GallerySite
  readonly torrent: GalleryTorrent
  readonly memberId: number
}

export async function noteSuspicions({ site, torrent, memberId }: Noted): Promise<void> {
  const at = site.clock.nowSeconds()
  const pair = { memberId, torrentId: torrent.id }
  const none = { downloaded: 0, seedSeconds: 0 }
  const uploaded = 64 * 2 ** 30
  const noted = { ...pair, times: 3, bytes: uploaded, worstBytes: 2 ** 30, worstSeconds: 1800 }
  await site.database.accounting.flush({
    run: 'run',
    sequence: 1,
    at,
    marks: [],
    pairs: [{ ...pair, ...none, uploaded, seededUntil: 0, firstAt: at, lastAt: at, client: '' }],
    days: [],
    completions: [],
    anonymous: [],
    pointsPerCompletion: 10,
    suspicions: [
      { ...noted, kind: 'rate', firstAt: at, lastAt: at },
      { ...noted, kind: 'empty', firstAt: at, lastAt: at },
    ],
  })
  const { suspicions: repository } = site.database
  const compute = computeSuspicions({
    repository,
    keepDays: () => 90,
    clock: site.clock,
    rest: async () => {},
  })
  await compute(new AbortController().signal)
}
