/** The six figures of My Home, with their course over the days that the charts below show. */
import type { MemberStatistics, StatisticsDay } from '#index/accounting/statistics'
import { sparkline } from '../components/chart.ts'
import { type Tile, tiles } from '../components/tiles.ts'
import { formatCount } from '../format/format-count.ts'
import { formatRatio } from '../format/format-ratio.ts'
import { formatSize } from '../format/format-size.ts'
import type { Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type HomeNumbers = {
  readonly sums: MemberStatistics
  /** Oldest first. */
  readonly days: readonly StatisticsDay[]
}

export function homeTiles(texts: Texts, { sums, days }: HomeNumbers): Html {
  const words = texts.gallery.home
  const count = (value: number): string => formatCount(texts.locale, value)
  const course = (read: (day: StatisticsDay) => number) => ({
    sparkline: sparkline(days.map(read)),
  })
  return tiles([
    {
      label: words.uploaded,
      figure: formatSize(sums.uploaded),
      ...course(({ uploaded }) => uploaded),
    },
    {
      label: words.downloaded,
      figure: formatSize(sums.downloaded),
      ...course(({ downloaded }) => downloaded),
    },
    { label: words.ratio, figure: formatRatio(sums.ratio), ...signalOf(sums.ratio) },
    {
      label: words.torrentCompletes,
      figure: count(sums.torrentCompletes),
      ...course(({ torrentCompletes }) => torrentCompletes),
    },
    {
      label: words.galleryCompletes,
      figure: count(sums.galleryCompletes),
      ...course(({ galleryCompletes }) => galleryCompletes),
    },
    {
      label: words.seedmins,
      figure: count(sums.seedMinutes),
      ...course(({ seedSeconds }) => seedSeconds),
    },
  ])
}

/** In between there is nothing to tell. */
function signalOf(ratio: number | undefined): Pick<Tile, 'signal'> {
  if (ratio === undefined || (ratio < 1 && ratio >= 0.5)) return {}
  return { signal: ratio >= 1 ? 'good' : 'bad' }
}
