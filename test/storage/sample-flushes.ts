/** What the ledger stores, for the tests of the storage: all of it on one day. */
import type { AccountingFlush, PairCredit } from '#index/accounting/accounting-repository'

export const day = 20_000
export const noon = day * 86_400 + 43_200

export const emptyFlush: AccountingFlush = {
  run: 'run',
  sequence: 1,
  at: noon + 5,
  marks: [],
  pairs: [],
  days: [],
  completions: [],
  anonymous: [],
  pointsPerCompletion: 10,
}

/** Of a member with a torrent, who has moved nothing where it is not said. */
export function pairCredit(
  facts: Partial<PairCredit> & Pick<PairCredit, 'memberId' | 'torrentId'>,
): PairCredit {
  return {
    uploaded: 0,
    downloaded: 0,
    seedSeconds: 0,
    seededUntil: 0,
    firstAt: noon,
    lastAt: noon,
    client: '',
    ...facts,
  }
}

/** Of a pair and its day together, as the ledger gives them. */
export function creditOf(pair: PairCredit): Pick<AccountingFlush, 'pairs' | 'days'> {
  const { memberId, uploaded, downloaded, seedSeconds } = pair
  return { pairs: [pair], days: [{ memberId, day, uploaded, downloaded, seedSeconds }] }
}
