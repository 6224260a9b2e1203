/** Turns what the database says of itself into a line for the operator, and status 1. */
import { StartError } from '#base/start-error'
import { StorageError } from '#index/storage/storage-error'

/** Rejects with StartError where `work` rejects with StorageError. */
export async function withStorageTold<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof StorageError ? new StartError(error.message) : error
  }
}
