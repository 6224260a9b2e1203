/**
 * Storage threads that are lent to one user at a time: whoever comes first gets the first that is free. A thread
 * is started when it is first needed, and again when its place is taken after it died.
 */
import { storageWaitingMax } from '#base/limits'
import { SqliteFailure } from './sqlite-failure.ts'
import { StorageThread, type StorageThreadOptions } from './storage-thread.ts'

export type ThreadPoolOptions = StorageThreadOptions & { readonly threads: number }

/** SQLITE_BUSY. */
const busy = 5

type Place = StorageThread | undefined

export class ThreadPool {
  readonly #options: ThreadPoolOptions
  readonly #free: Place[]
  readonly #waiting: ((place: Place) => void)[] = []

  constructor(options: ThreadPoolOptions) {
    this.#options = options
    this.#free = Array.from({ length: options.threads }, () => undefined)
  }

  /** A thread of one's own until it is given back. Rejects when too many wait, or none can be started. */
  async take(): Promise<StorageThread> {
    const place = await this.#takePlace()
    if (place?.isAlive === true) return place
    try {
      return await StorageThread.start(this.#options)
    } catch (error) {
      this.#givePlace(undefined)
      throw error
    }
  }

  giveBack(thread: StorageThread): void {
    this.#givePlace(thread)
  }

  /** Ends the threads when everybody has given theirs back. */
  async close(): Promise<void> {
    const places = await Promise.all(
      Array.from({ length: this.#options.threads }, () => this.#takePlace()),
    )
    const living = places.filter((place) => place !== undefined).filter(({ isAlive }) => isAlive)
    await Promise.all(living.map((thread) => thread.close()))
  }

  async #takePlace(): Promise<Place> {
    if (this.#free.length > 0) return this.#free.pop()
    if (this.#waiting.length >= storageWaitingMax) {
      const message = `${storageWaitingMax} others are waiting`
      throw new SqliteFailure({ resultCode: busy, message, isLate: false })
    }
    return await new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }

  #givePlace(place: Place): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(place)
    else next(place)
  }
}
