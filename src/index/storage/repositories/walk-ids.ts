/** Goes through many rows, some at a time, by ascending ids. */

/** Rows that are worked on at once. */
const atOnce = 500

/** `read` gives at most so many ids beyond one, in their order; `work` is done on those of each reading. */
export async function walkIds(
  read: (after: number, limit: number) => Promise<readonly { readonly id: number }[]>,
  work: (ids: readonly number[]) => Promise<void>,
): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const rows = await read(after, atOnce)
    const ids = rows.map(({ id }) => id)
    await work(ids)
    after = ids.at(-1)
  }
}
