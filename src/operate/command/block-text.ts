/** Blocks as the command line shows them to people: one a line, in columns that a terminal has room for. */
import type { BlockJson } from '../api/block-schemas.ts'

type BlockRow = Pick<BlockJson, 'target' | 'reason' | 'ends_at'>

export function blockRow({ target, reason, ends_at }: BlockRow): string {
  return `${target.padEnd(24)}  ${endText(ends_at).padEnd(22)}  ${reason}`.trimEnd()
}

/** `until 2027-01-01 12:30`, or that it does not end. */
function endText(endsAt: number | null): string {
  if (endsAt === null) return 'until it is lifted'
  const [date = '', time = ''] = new Date(endsAt * 1000).toISOString().split('T')
  return time.startsWith('00:00:00') ? `until ${date}` : `until ${date} ${time.slice(0, 5)}`
}

/** `12.3 %`, or what it is that nobody knows. */
export function shareText(share: number | null): string {
  return share === null ? 'unknown' : `${(share * 100).toFixed(1)} %`
}
