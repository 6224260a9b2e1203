/** Runs what is asked one after the other, in the order in which it was asked. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const running = last.then(work)
    last = running.catch(() => undefined)
    return await running
  }
}
