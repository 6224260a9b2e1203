/** The StorageError that `work` must reject with. */
import { StorageError } from '#index/storage/storage-error'

export async function failureOf(work: Promise<unknown>): Promise<StorageError> {
  const failure: unknown = await work.then(
    () => 'it succeeded',
    (error: unknown) => error,
  )
  if (failure instanceof StorageError) return failure
  throw new Error(`no StorageError: ${String(failure)}`)
}
