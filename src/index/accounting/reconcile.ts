/** Recomputes every sum that is shown from its details, and tells which are not what they add up to: none should be. */
import type { Difference, DifferencePage, StatisticsRepository } from './statistics-repository.ts'

export type ReconcileReport = {
  readonly compared: number
  readonly differing: number
  /** The first hundred. */
  readonly differences: readonly Difference[]
}

export type Reconcile = {
  /** Rejects with StorageError. */
  readonly run: () => Promise<ReconcileReport>
}

export type ReconcileOptions = {
  readonly repository: Pick<StatisticsRepository, 'memberDifferences' | 'torrentDifferences'>
}

/** Of members or torrents: one statement each, which sees everything at one moment, and takes no visitor's turn for long. */
const comparedAtOnce = 200
const differencesShown = 100

export function createReconcile({ repository }: ReconcileOptions): Reconcile {
  return {
    run: async () => {
      const differences: Difference[] = []
      let compared = 0
      let differing = 0
      for (const page of [repository.memberDifferences, repository.torrentDifferences])
        for await (const found of pagesOf(page)) {
          compared += found.compared
          differing += found.differences.length
          const room = differencesShown - differences.length
          differences.push(...found.differences.slice(0, room))
        }
      return { compared, differing, differences }
    },
  }
}

async function* pagesOf(
  read: (afterId: number, limit: number) => Promise<DifferencePage>,
): AsyncGenerator<DifferencePage> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: DifferencePage = await read(after, comparedAtOnce)
    yield page
    after = page.next
  }
}
