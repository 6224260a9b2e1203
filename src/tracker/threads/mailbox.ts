/**
 * Messages for a thread that blocks in system calls, where no event loop delivers any: main raises the thread's
 * mail count after posting, and the thread compares it between batches, which costs a few nanoseconds.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { ToThread } from './to-thread.ts'

export class Mailbox {
  readonly #port: MessagePort
  readonly #counts: Int32Array
  readonly #slot: number
  #seen: number

  constructor(port: MessagePort, counts: SharedArrayBuffer, slot: number) {
    this.#port = port
    this.#counts = new Int32Array(counts)
    this.#slot = slot
    // What came before this thread was for its predecessor; but look once, in case main was quick.
    this.#seen = -1
  }

  /** Hands every waiting message to `receive`. */
  read(receive: (message: ToThread) => void): void {
    const count = Atomics.load(this.#counts, this.#slot)
    if (count === this.#seen) return
    this.#seen = count
    for (;;) {
      const waiting: { message: ToThread } | undefined = receiveMessageOnPort(this.#port)
      if (waiting === undefined) return
      receive(waiting.message)
    }
  }
}
