/** What a credit consists of, added up: a sum ends at the largest integer that a number holds. */
import type { Credit } from '#tracker/accounting/settle'

export type CreditAmounts = Pick<Credit, 'uploaded' | 'downloaded' | 'seedSeconds'>

export const noAmounts: CreditAmounts = { uploaded: 0, downloaded: 0, seedSeconds: 0 }

export function sumOfAmounts(one: CreditAmounts, other: CreditAmounts): CreditAmounts {
  const most = Number.MAX_SAFE_INTEGER
  return {
    uploaded: Math.min(one.uploaded + other.uploaded, most),
    downloaded: Math.min(one.downloaded + other.downloaded, most),
    seedSeconds: Math.min(one.seedSeconds + other.seedSeconds, most),
  }
}
