/** Reading a database at start, which a stop need not wait for. */
import type { Database } from '#index/storage/database'

/** Does `work`; a stop meanwhile closes the database, so that whoever reads it fails, and `work` with it. */
export async function closingAtStop(
  stop: AbortSignal,
  database: Pick<Database, 'close'>,
  work: () => Promise<void>,
): Promise<void> {
  let closed: Promise<unknown> | undefined
  const close = (): void => {
    closed = database.close().catch(() => undefined)
  }
  stop.addEventListener('abort', close, { once: true })
  if (stop.aborted) close()
  try {
    await work()
  } finally {
    stop.removeEventListener('abort', close)
    await closed
  }
}
